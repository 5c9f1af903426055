package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Freshness.Verdict;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.GuestExchange;
import io.fragmentcache.stage.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.context.WebContext;

/** What a fragment varies by is not a reason to say that it is absent. */
class ExplainVaryTest {
    private String currency = "EUR";
    private final GuestExchange guest = new GuestExchange(Guest.withoutName());
    private final Stage shop = Stage.configured(
                    "10m fresh",
                    builder -> builder.vary("currency", request -> currency).vary("tier", r -> 1))
            .template(
                    "t",
                    "<p cache:fragment='f' cache:key=\"'k'\" cache:vary='currency, tier'>x</p>"
                            + "<p cache:fragment='g' cache:key=\"'k', 'l'\" cache:vary='currency'>y</p>"
                            + "<p cache:fragment='plain' cache:key=\"'k'\">z</p>");

    @Test
    void aHitOfAFragmentThatVariesIsExplainedAsFresh() {
        shop.render("t", new WebContext(guest, Locale.ENGLISH, new HashMap<>()));
        assertThat(shop.cache().explain("t :: f", "k"))
                .extracting(ExplainVaryTest::verdict)
                .containsExactly(Verdict.FRESH);
        assertThat(shop.cache().explain("t :: g", "k", "l"))
                .extracting(ExplainVaryTest::verdict)
                .containsExactly(Verdict.FRESH);
        assertThat(shop.cache().explain("t :: plain", "k"))
                .extracting(ExplainVaryTest::verdict)
                .containsExactly(Verdict.FRESH);
    }

    @Test
    void eachSetOfFactsThatWasAskedForIsExplained() {
        shop.render("t", new WebContext(guest, Locale.ENGLISH, new HashMap<>()));
        currency = "USD";
        shop.render("t", new WebContext(guest, Locale.ENGLISH, new HashMap<>()));
        assertThat(shop.cache().explain("t :: f", "k"))
                .hasSize(2)
                .allSatisfy(explanation -> assertThat(verdict(explanation)).isEqualTo(Verdict.FRESH))
                .anySatisfy(explanation -> assertThat(explanation.key()).contains("currency=EUR"))
                .anySatisfy(explanation -> assertThat(explanation.key()).contains("currency=USD"));
    }

    @Test
    void aKeyThatWasNeverAskedForIsAbsent() {
        shop.render("t", new WebContext(guest, Locale.ENGLISH, new HashMap<>()));
        assertThat(shop.cache().explain("t :: f", "other"))
                .extracting(ExplainVaryTest::verdict)
                .containsExactly(Verdict.UNUSABLE);
        assertThat(shop.cache().explain("t :: g", "k")).hasSize(1);
    }

    /** In a row, beside a version, with a fact that its key does not name, and inside another. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            row   | <ul><li cache:each="r : ${rows}" cache:fragment="row" cache:key="${r}" cache:vary="currency">[[${r}]]</li></ul>
            dated | <p cache:fragment="dated" cache:key="'k'" cache:version="${rows}" cache:vary="currency">x</p>
            own   | <p cache:fragment="own" cache:key="'k'" cache:vary="tier">[[${session.user}]]</p>
            query | <p cache:fragment="query" cache:key="'k'">[[${param.q}]][[${session.user}]]</p>
            inner | <div cache:fragment="o" cache:key="'o'" cache:vary="currency"><p cache:fragment="inner" cache:key="'k'" cache:vary="currency">x</p></div>
            """)
    void whateverElseIsInItsKeyAHitIsExplainedAsFresh(String name, String page) {
        Guest zoe = Guest.withoutName().session("user", "Zoe").parameter("q", "tea");
        shop.template("page", page);
        for (int visit = 0; visit < 2; visit++) {
            shop.render(
                    "page",
                    new WebContext(
                            new GuestExchange(zoe), Locale.ENGLISH, new HashMap<>(Map.of("rows", List.of("k")))));
        }
        assertThat(shop.cache().explain("page :: " + name, "k"))
                .extracting(ExplainVaryTest::verdict)
                .containsExactly(Verdict.FRESH);
    }

    /** Also of an entry that was stored before a start, so that no request has rendered it here. */
    @ParameterizedTest
    @ValueSource(strings = {"", "cache:vary=\"currency\""})
    void aVersionThatTheTagGivesIsComparedAsItWasRequestedLast(String vary) {
        String page = "<p cache:fragment=\"dated\" cache:key=\"'k'\" cache:version=\"${v}\" " + vary + ">x</p>";
        shop.template("page", page);
        visit(shop, 2);
        assertThat(verdicts(shop)).containsExactly(Verdict.FRESH);
        Stage started = Stage.over(
                        shop.store(),
                        "10m fresh",
                        builder -> builder.vary("currency", request -> currency).vary("tier", r -> 1))
                .template("page", page);
        visit(started, 2);
        assertThat(verdicts(started)).as("hit, and never rendered").containsExactly(Verdict.FRESH);
        started.wait("1s").cache().touchEverything();
        assertThat(verdicts(started)).as("touched").doesNotContain(Verdict.FRESH);
        started.cache().engine().requests().end();
        visit(started, 1);
        assertThat(verdicts(started)).containsExactly(Verdict.FRESH);
        assertThat(verdicts(shop)).as("of a node that asked for another one").doesNotContain(Verdict.FRESH);
    }

    private void visit(Stage at, int version) {
        at.render("page", new WebContext(guest, Locale.ENGLISH, new HashMap<>(Map.of("v", version))));
    }

    private static List<Verdict> verdicts(Stage at) {
        return at.cache().explain("page :: dated", "k").stream()
                .map(ExplainVaryTest::verdict)
                .toList();
    }

    private static Verdict verdict(Explanation explanation) {
        return explanation.freshness().verdict();
    }
}
