package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RedisChaosTest {
    /** More of them: {@code -Dchaos.steps=100000 -Dsurefire.timeout=7200}. */
    private static final int STEPS = Integer.getInteger("chaos.steps", 3_000);

    /** The same schedule again, though not the same moments: {@code -Dchaos.seed=..}. */
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void noNodeTakesForFreshWhatWasReadBeforeATouchThatItKnowsOf() throws IOException {
        long began = System.nanoTime();
        try (Chaos chaos = new Chaos(SEED)) {
            chaos.run(STEPS);
            chaos.settle();
            System.out.printf(
                    "chaos: seed %d, %d steps: %s, %d s%n",
                    SEED,
                    STEPS,
                    chaos.counts,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
            assertThat(chaos.counts.shared).isGreaterThan(50);
        }
    }
}
