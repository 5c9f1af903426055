package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A renderer that fails for 30 % and hangs for 1 %: nobody sees it where an old text may stand in. */
class ChaosTest {
    private static final int REQUESTS = 100_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noPageBreaksNoneShowsOlderContentAfterNewerAndNoThreadIsLeft(long seed) throws InterruptedException {
        Chaos.Counts counts = new Chaos(seed).run(REQUESTS);
        assertThat(counts.broken())
                .as("broken pages with seed %s: %s", seed, counts)
                .isZero();
        assertThat(counts.older())
                .as("older after newer with seed %s: %s", seed, counts)
                .isZero();
        assertThat(counts.forbidden())
                .as("shown though expired with seed %s: %s", seed, counts)
                .isZero();
        assertThat(counts.leaked()).as("left with seed %s: %s", seed, counts).isZero();
        // Without these the schedule would show nothing.
        assertThat(counts.failed()).as("failed of %s", counts).isGreaterThan(1_000);
        assertThat(counts.hung()).as("hung of %s", counts).isGreaterThan(50);
        assertThat(counts.abandoned()).as("given up of %s", counts).isPositive();
    }
}
