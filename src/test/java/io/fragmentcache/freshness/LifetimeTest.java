package io.fragmentcache.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifetimeTest {
    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "10m, PT10M",
        "1h, PT1H",
        "7d, P7D",
        "500ms, PT0.5S",
        "PT90S, PT90S",
        "pt1h, PT1H",
        "P1D, P1D",
        "' 5 m ', PT5M",
        "0s, PT0S"
    })
    void durationsAreReadAsAuthorsWriteThem(String text, Duration duration) {
        assertThat(Lifetime.of(text).fresh()).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "-5m", "PT-5M", "10 minutes", "1.5h", "1h30m", "ever", "99999999999999s"})
    void whatIsNoDurationIsAnErrorThatShowsItAndTheChoices(String text) {
        assertThatThrownBy(() -> Lifetime.of(text))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "'" + text + "' is not a duration. Write 30s, 10m, 1h, 7d, 500ms, an ISO-8601 duration such as"
                                + " PT90S, or forever.");
    }

    @Test
    void unlessSaidStaleIsAsLongAsFreshAndAtMostTenMinutes() {
        assertThat(Lifetime.of("1m").stale()).isEqualTo(Duration.ofMinutes(1));
        assertThat(Lifetime.of("1h").stale()).isEqualTo(Duration.ofMinutes(10));
        assertThat(Lifetime.of("1h").stale("2h").stale()).isEqualTo(Duration.ofHours(2));
        assertThat(Lifetime.DEFAULT.staleAfterTouch()).isEqualTo(Duration.ZERO);
        assertThat(Lifetime.DEFAULT.onError()).isEqualTo(Duration.ofDays(1));
        assertThat(Lifetime.DEFAULT.jitter()).isEqualTo(0.2);
    }

    @Test
    void impossiblePairsAreRefused() {
        assertThatThrownBy(() -> Lifetime.of("forever").stale("1h"))
                .hasMessage("A fragment that is fresh forever is never stale by age. Leave stale out, or write how long"
                        + " it is fresh.");
        assertThatThrownBy(() -> Lifetime.of("1m").stale("1m").staleAfterTouch("3m"))
                .hasMessage(
                        "'stale-after-touch' is longer than fresh and stale together (fresh 1m, stale 1m, stale after touch 3m, jitter"
                                + " 0.2): an outdated entry would be shown longer than an untouched one. Shorten stale-after-touch.");
        assertThatThrownBy(() -> Lifetime.DEFAULT.jitter(1))
                .hasMessage("A jitter of 1.0 is out of range. Write a share of the lifetime from 0 (none) to below 1,"
                        + " for instance 0.2.");
        assertThatThrownBy(() -> Lifetime.DEFAULT.jitter(Double.NaN)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> Lifetime.of(Duration.ofSeconds(-1)))
                .hasMessage("The duration 'fresh' is PT-1S, which is negative. Write zero or more.");
    }
}
