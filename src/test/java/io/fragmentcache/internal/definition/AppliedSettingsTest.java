package io.fragmentcache.internal.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Locator;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.GuestExchange;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.thymeleaf.context.WebContext;

/** A developer asks which settings apply to a fragment, and where to change each. */
class AppliedSettingsTest {
    private static final Item TEA = Item.of("tea", "Tea");
    private static final String OUTER = """
            <body>
            <div cache:fragment="list" cache:key="${item}" cache:lifetime="news"
                 data-cache-stale="20m" cache:vary="plan" cache:tags="'a'" cache:if="${item != null}">
            <p cache:fragment="price" cache:key="${item}"
               cache:fresh="6s">1</p>
            </div>
            <b cache:fragment="plain">x</b>
            </body>""";

    private final Stage shop = Stage.configured(
                    "5m fresh",
                    builder -> builder.profile("news", Lifetime.of("2h").onError("3d"))
                            .vary("plan", request -> "gold")
                            .source("page :: plain", key -> Map.of()))
            .template("page", OUTER);

    private void visit() {
        // Counting, which tells what lies inside, begins with the first question.
        shop.cache().advice();
        shop.render(
                "page", new WebContext(new GuestExchange(Guest.withoutName()), Locale.ENGLISH, Map.of("item", TEA)));
    }

    private List<String> settings(String locator) {
        return AppliedSettings.of(shop.cache().engine(), Locator.parse(locator)).stream()
                .map(setting -> setting.name() + " = " + setting.value() + " <- " + setting.from())
                // A template without a file is named by its text.
                .map(setting -> setting.replaceFirst("string-\\w+", "page"))
                .toList();
    }

    @Test
    void eachSettingTellsItsAttributeWithFileAndLineItsProfileOrItsDefault() {
        visit();

        assertThat(settings("page :: list"))
                .containsExactly(
                        "key = ${item} <- cache:key, page line 2",
                        "fresh = 2h <- profile 'news' of cache:lifetime, page line 2",
                        "stale = 20m <- data-cache-stale, page line 3",
                        "stale after touch = 0s <- the library's default",
                        "on error = 72h <- profile 'news' of cache:lifetime, page line 2",
                        "jitter = 0.2 <- the library's default",
                        "fresh, bounded = at most 6s <- the lifetime of page :: price inside it",
                        "if = ${item != null} <- cache:if, page line 3",
                        "tags = 'a' <- cache:tags, page line 3",
                        "vary = plan <- cache:vary, page line 3",
                        "source = none: the next visitor renders it after a touch <- the library's default",
                        "strict = off <- the library's default");
    }

    @Test
    void whatTheTagDoesNotSayComesFromTheApplicationOrFollowsFromWhatItSays() {
        visit();

        assertThat(settings("page :: price"))
                .contains(
                        "fresh = 6s <- cache:fresh, page line 5",
                        "stale = 6s <- as long as fresh, at most 10 minutes",
                        "jitter = 0.0 <- lifetime(..) of the builder, or fragment-cache.lifetime")
                .noneMatch(setting -> setting.contains("bounded"));
        assertThat(settings("page :: plain"))
                .contains(
                        "key = none: all that is shown joins the key <- the library's default",
                        "fresh = 5m <- lifetime(..) of the builder, or fragment-cache.lifetime",
                        "source = regenerated as soon as it is touched <- source(..) of the builder");
    }

    @Test
    void whatNoRequestAskedForHasNone() {
        assertThat(settings("page :: list")).isEmpty();
    }
}
