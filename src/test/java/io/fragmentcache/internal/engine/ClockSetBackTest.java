package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.stage.EngineStage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A clock that is set back revives nothing. */
class ClockSetBackTest {
    private final EngineStage bench = new EngineStage();

    @Test
    void anErrorThatIsRememberedIsForgottenWithTheClock() {
        failTwice();
        bench.wait(Duration.ofHours(-1));
        assertThat(bench.text("a", () -> "mended")).isEqualTo("mended");
    }

    @Test
    void anErrorThatIsRememberedLastsASecondWhereTheClockStandsStill() {
        failTwice();
        assertThatThrownBy(() -> bench.text("a", () -> "too early")).hasMessage("down");
        bench.wait("1s");
        assertThat(bench.text("a", () -> "mended")).isEqualTo("mended");
    }

    @Test
    void aBackOffEndsWithTheClockThatItWasMeasuredBy() {
        bench.text("a", () -> "old");
        bench.wait("11m");
        assertThat(bench.text("a", ClockSetBackTest::fails)).isEqualTo("old");
        bench.runBackground();
        bench.wait(Duration.ofMinutes(-1));
        assertThat(bench.text("a", bench.now("new"))).isEqualTo("old");
        bench.runBackground();
        assertThat(bench.text("a", bench.now("never"))).isEqualTo("new");
    }

    @Test
    void anEntryThatWasWrittenHoursAheadIsRegeneratedWithTheNextReader() {
        bench.wait(Duration.ofHours(5));
        bench.text("a", bench.now("of the future"));
        bench.wait(Duration.ofHours(-5));
        assertThat(bench.text("a", bench.now("of now"))).isEqualTo("of the future");
        bench.runBackground();
        assertThat(bench.text("a", bench.now("never"))).isEqualTo("of now");
        bench.wait("11m");
        assertThat(bench.text("a", bench.now("next"))).as("stale by age again").isEqualTo("of now");
    }

    @Test
    void clocksOfTwoNodesMayDifferByASecond() {
        bench.wait("1s");
        bench.text("a", bench.now("text"));
        bench.wait(Duration.ofSeconds(-1));
        assertThat(bench.text("a", bench.now("never"))).isEqualTo("text");
        bench.runBackground();
        assertThat(bench.renders).hasValue(1);
    }

    @Test
    void aChangeOfTheFutureIsNotShownForAsLongAsTheClockWasSetBack() {
        Lifetime lifetime = EngineStage.LIFETIME.staleAfterTouch("5s");
        bench.text("a", lifetime, bench.now("old"));
        bench.wait(Duration.ofHours(2));
        bench.text("a", lifetime, bench.now("renewed"));
        bench.runBackground();
        bench.cache.touchEverything();
        bench.cache.engine().requests().end();
        bench.wait(Duration.ofHours(-1));
        assertThat(bench.text("a", lifetime, bench.now("changed"))).isEqualTo("changed");
    }

    private void failTwice() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> bench.text("a", ClockSetBackTest::fails)).hasMessage("down");
        }
    }

    private static String fails() {
        throw new IllegalStateException("down");
    }
}
