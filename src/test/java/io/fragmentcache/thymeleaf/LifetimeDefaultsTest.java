package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults give way to what a tag says; only the words of one tag can contradict each other. */
class LifetimeDefaultsTest {
    private static final String DEFAULT = "10m fresh, 1h stale, 5m stale-after-touch";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache:fresh='forever'",
                "cache:fresh='1m'",
                "cache:fresh='1ms'",
                "cache:fresh='10s' cache:stale='10s'",
                "cache:stale='1s'",
                "cache:stale='7d'",
                "cache:stale-after-touch='2h'",
                "cache:fresh='1m' cache:stale-after-touch='30m'",
                "cache:fresh='forever' cache:stale-after-touch='1h'",
                "cache:lifetime='static' cache:stale='1m'",
                "cache:lifetime='news' cache:fresh='forever'",
                "cache:lifetime='news' cache:stale-after-touch='1d'",
            })
    void aTagOverridesAnyDefault(String words) {
        Stage shop = Stage.configured(
                        DEFAULT,
                        builder -> builder.strict(true)
                                .profile("static", Lifetime.of("forever"))
                                .profile("news", Lifetime.of("1m").stale("10m")))
                .template("t", "<p cache:fragment='f' cache:key=\"'k'\" " + words + ">x</p>");
        shop.render("t").shows("<p>x</p>");
        assertThat(shop.stored()).isOne();
    }

    @Test
    void aTagThatIsFreshForeverIsAHitInAHundredYears() {
        Stage shop = Stage.lifetime(DEFAULT)
                .template("t", "<p cache:fragment='f' cache:key=\"'k'\" cache:fresh='forever'>x</p>");
        shop.render("t").missed("f k");
        shop.wait("36500d").render("t").hit("f k");
    }

    @Test
    void theDefaultStaleTimeGivesRoomForTheTouchedTimeThatATagSays() {
        Lifetime said = Lifetime.of("10m").saying("1m", null, "30m");
        assertThat(said.fresh().plus(said.stale())).isGreaterThanOrEqualTo(said.staleAfterTouch());
        assertThat(Lifetime.of("10m")
                        .staleAfterTouch("15m")
                        .saying("1m", null, null)
                        .staleAfterTouch())
                .hasMinutes(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache:fresh='forever' cache:stale='1m'",
                "cache:fresh='1m' cache:stale='1m' cache:stale-after-touch='3m'",
                "cache:fresh='1s' cache:stale='1s' cache:stale-after-touch='1h'",
            })
    void wordsOfOneTagThatContradictAreAnErrorInStrictModeAndNotOnAPageInProduction(String words) {
        String template = "<p cache:fragment='f' cache:key=\"'k'\" " + words + ">x</p>";
        assertThatCode(() -> Stage.lifetime(DEFAULT)
                        .template("t", template)
                        .render("t")
                        .shows("<p>x</p>"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Stage.configured(DEFAULT, builder -> builder.strict(true))
                        .template("t", template)
                        .render("t"))
                .rootCause()
                .isInstanceOf(io.fragmentcache.problem.Problem.class);
    }
}
