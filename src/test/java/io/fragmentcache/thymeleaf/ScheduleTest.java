package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order of events on several threads, nobody is shown what was outdated before they asked. */
class ScheduleTest {
    private static final int STEPS = 10_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_122})
    void nothingIsShownThatWasTouchedBeforeItWasAskedFor(long seed) throws Exception {
        Schedule schedule = new Schedule(seed, CaffeineStore.ofMegabytes(64));

        assertThat(schedule.run(STEPS)).as("seed %d", seed).isEmpty();

        // It went through all doors.
        for (String what : new String[] {"HIT", "STALE", "MISS", "RENDERED", "REGENERATED"}) {
            assertThat(schedule.heard().since(0, what)).as(what).hasSizeGreaterThan(100);
        }
        assertThat(schedule.heard().since(0, "FAILED")).isEmpty();
    }

    static Stream<Named<Store>> mistakes() {
        return Stream.of(
                Named.of("no touch is heard", ForgingStore.deaf()),
                Named.of("snapshots are taken after the data was read", ForgingStore.late()),
                Named.of("inner fragments tell nothing", ForgingStore.silentInside()));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void theOracleFindsAnEngineWithAMistake(Store mistaken) throws Exception {
        assertThat(new Schedule(1, mistaken).run(STEPS)).isNotEmpty();
    }
}
