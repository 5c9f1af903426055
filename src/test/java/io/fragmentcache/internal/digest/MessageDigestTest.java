package io.fragmentcache.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.digest.Digest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.thymeleaf.cache.AlwaysValidCacheEntryValidity;
import org.thymeleaf.context.ExpressionContext;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.templatemode.TemplateMode;

/** A changed translation makes the fragments that print it cold, for that locale. */
class MessageDigestTest {
    private static Site site() {
        return Site.of(
                        "page",
                        "<p cache:fragment='it' th:text='#{a}' th:insert='~{other}'></p>"
                                + "<p cache:fragment='mute'>x</p><p cache:fragment='beside' th:text='#{c}'></p>")
                .template("other", "<b th:text='#{b(1)}'></b>")
                .template("page.properties", "a=A\nc=C")
                .template("page_de.properties", "a=Ah")
                .template("other_de.properties", "b=Be {0}")
                .template("other_en.properties", "b=Bee {0}");
    }

    private static Digest messages(Site site, String fragment, Locale locale) {
        return site.digests().messages(site.tree(fragment), locale, null);
    }

    @Test
    void aTranslationChangesTheFragmentsThatPrintItInItsLocaleOnly() {
        for (String file : List.of("page_de.properties", "other_de.properties")) {
            Site before = site();
            Site after = site();
            after.templates.sources.computeIfPresent(file, (name, text) -> text + " changed");

            assertThat(messages(after, "page :: it", Locale.GERMAN))
                    .as(file)
                    .isNotEqualTo(messages(before, "page :: it", Locale.GERMAN));
            assertThat(messages(after, "page :: it", Locale.ENGLISH))
                    .isEqualTo(messages(before, "page :: it", Locale.ENGLISH));
            assertThat(messages(after, "page :: beside", Locale.GERMAN))
                    .isEqualTo(messages(before, "page :: beside", Locale.GERMAN));
            assertThat(after.digest("page :: it"))
                    .as("the digest itself holds for all locales")
                    .isEqualTo(before.digest("page :: it"));
        }
    }

    @Test
    void aTranslationThatAppearsIsSeen() {
        Site after = site().template("page_fr.properties", "a=Ah");

        assertThat(messages(after, "page :: it", Locale.FRENCH))
                .isNotEqualTo(messages(site(), "page :: it", Locale.FRENCH));
    }

    @Test
    void aTemplateAroundOverridesAMessage() {
        Site site = site().template("layout_de.properties", "a=overridden");
        TemplateData page = new TemplateData(
                "layout",
                null,
                site.templates
                        .resolveTemplate(site.template("layout", "").engine.getConfiguration(), null, "layout", null)
                        .getTemplateResource(),
                TemplateMode.HTML,
                AlwaysValidCacheEntryValidity.INSTANCE);
        MessageContext around = new MessageContext(
                new ExpressionContext(site.engine.getConfiguration()), Locale.GERMAN, List.of(page), Map.of());

        assertThat(site.digests().messages(site.tree("page :: it"), Locale.GERMAN, around))
                .isNotEqualTo(messages(site, "page :: it", Locale.GERMAN));
        assertThat(around.message("a")).isEqualTo("overridden");
    }

    @Test
    void aFragmentWithoutMessagesHasOneDigestInAllLocales() {
        assertThat(messages(site(), "page :: mute", Locale.GERMAN))
                .isEqualTo(messages(site(), "page :: mute", Locale.ENGLISH))
                .isNotEqualTo(messages(site(), "page :: it", Locale.ENGLISH));
    }

    @Test
    void aMalformedMessageHasADigestToo() {
        Site malformed = site().template("page_de.properties", "a=it is {name}");

        assertThat(messages(malformed, "page :: it", Locale.GERMAN))
                .isNotEqualTo(messages(site(), "page :: it", Locale.GERMAN));
    }

    @Test
    void messagesAreReadAgainOnlyWhereTemplatesMayChange() {
        Site kept = site();
        Digest before = messages(kept, "page :: it", Locale.GERMAN);
        kept.template("page_de.properties", "a=changed");
        assertThat(messages(kept, "page :: it", Locale.GERMAN)).isEqualTo(before);

        Site development = site();
        development.templates.cacheable = false;
        assertThat(messages(development, "page :: it", Locale.GERMAN)).isEqualTo(before);
        development.template("page_de.properties", "a=changed");
        assertThat(messages(development, "page :: it", Locale.GERMAN)).isNotEqualTo(before);
    }

    @Test
    void textsAreToldByTheirKeys() {
        assertThat(site().digests().messageTexts(site().tree("page :: it"), Locale.GERMAN))
                .containsOnlyKeys("a", "b");
    }
}
