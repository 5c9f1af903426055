package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.freshness.Lifetime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Keys that were written together: what jitter and the time to be stale do for their readers. */
class SimulatorTest {
    private static final Scenario HERD =
            new Scenario(100_000, Lifetime.of("10m").stale("20s"), 20_000, 0, Duration.ZERO, 2, 1);
    /** 20 renders a second: 200 seconds for all. */
    private static final Scenario TIGHT =
            new Scenario(4_000, Lifetime.of("10m"), 4_000, 0, Duration.ofMillis(200), 4, 1);

    @Test
    void withTheUsualJitterTheWorstSecondIsAtMostSixTimesTheAverage() {
        Simulator.Result result = new Simulator(HERD.jitter(0.2)).run();
        assertThat(result.worstSecond()).as("%s", result).isLessThanOrEqualTo((int) (6 * result.average()));
    }

    @Test
    void withoutJitterTheWorstSecondIsAHundredTimesTheAverage() {
        Simulator.Result result = new Simulator(HERD.jitter(0)).run();
        assertThat(result.worstSecond()).as("%s", result).isGreaterThan((int) (100 * result.average()));
    }

    @Test
    void theShortestTimeToBeStaleIsTheWorkOfAllLessTheSpreadOfTheirEnds() {
        assertThat(TIGHT.jitter(0).shortestStale()).isEqualTo(Duration.ofSeconds(200));
        assertThat(TIGHT.jitter(0.2).shortestStale()).isEqualTo(Duration.ofSeconds(80));
        assertThat(TIGHT.jitter(0.5).shortestStale()).isEqualTo(Duration.ZERO);
    }

    @Test
    void nobodyWaitsWhereTheTimeToBeStaleIsALittleLongerThanThat() {
        assertThat(waitedWith(1.05)).isZero();
    }

    @Test
    void somebodyWaitsWhereItIsALittleShorter() {
        assertThat(waitedWith(0.9)).isPositive();
    }

    private static int waitedWith(double timesTheShortest) {
        Scenario scenario = TIGHT.jitter(0.2);
        long millis = (long) (scenario.shortestStale().toMillis() * timesTheShortest);
        return new Simulator(scenario.stale(Duration.ofMillis(millis))).run().waited();
    }
}
