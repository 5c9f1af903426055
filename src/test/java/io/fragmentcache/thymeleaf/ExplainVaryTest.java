package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Freshness.Verdict;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.GuestExchange;
import io.fragmentcache.stage.Stage;
import java.util.HashMap;
import java.util.Locale;
import org.junit.jupiter.api.Test;
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

    private static Verdict verdict(Explanation explanation) {
        return explanation.freshness().verdict();
    }
}
