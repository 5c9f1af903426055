package io.fragmentcache.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import org.junit.jupiter.api.Test;

class DigestProblemTest {
    private static void fails(Site site, String fragment, String sentence) {
        assertThatThrownBy(() -> site.tree(fragment))
                .isExactlyInstanceOf(Problem.class)
                .hasMessage(sentence);
    }

    @Test
    void aNameThatIsThereTwiceIsToldWithBothLines() {
        fails(
                Site.of("shop/list", "<p cache:fragment='card'>a</p>\n<p>b</p>\n<p cache:fragment='card'>c</p>"),
                "shop/list :: card",
                "cache:fragment 'card' occurs twice in shop/list, line 1 and line 3. Give each fragment of a template a"
                        + " name of its own.");
    }

    @Test
    void aNameThatIsNotLiteralIsToldWithItsLine() {
        fails(
                Site.of("shop/list", "<p>\n<b cache:fragment='${x}'>a</b></p>"),
                "shop/list :: card",
                "shop/list line 2: cache:fragment '${x}' is not a literal name. Write letters, digits, '-', '_' or '.', and"
                        + " put what changes into cache:key.");
    }

    @Test
    void aMissingIncludeIsToldWithThePlaceThatNeedsIt() {
        fails(
                Site.of("shop/list", "<p cache:fragment='card' th:insert='~{shop/_card}'>a</p>")
                        .template("shop/_card", "<b>\n<i th:insert='~{shared/_gone}'></i></b>"),
                "shop/list :: card",
                "The digest of 'shop/list :: card' needs 'shared/_gone' (shop/_card line 2), which no template resolver"
                        + " finds. Correct the name, or write ~{shared/_gone} ?: ~{} if it may be absent.");
    }

    @Test
    void aSelectorThatMatchesNothingIsToldWithThePlaceThatNeedsIt() {
        fails(
                Site.of("shop/list", "<p cache:fragment='card' th:insert='~{shop/_card :: prize}'>a</p>")
                        .template("shop/_card", "<b th:fragment='price'>1</b>"),
                "shop/list :: card",
                "The digest of 'shop/list :: card' needs ~{shop/_card :: prize} (shop/list line 1), but nothing in"
                        + " 'shop/_card' matches 'prize'. Correct the selector, or add th:fragment=\"prize\" there.");
    }

    @Test
    void aTemplateThatDoesNotParseIsToldWithFileAndLine() {
        fails(
                Site.of("feed.xml", "<p cache:fragment='card'>\n</b>"),
                "feed.xml :: card",
                "feed.xml line 2 cannot be parsed, so that it has no digest: (Line = 2, Column = 1) Malformed markup: element"
                        + " \"p\" is never closed. Correct it; a page that includes it would fail as well.");
        fails(
                Site.of("shop/list", "<p cache:fragment='card' th:insert='~{feed.xml}'></p>")
                        .template("feed.xml", "<a>"),
                "shop/list :: card",
                "feed.xml cannot be parsed, so that it has no digest: Malformed markup: element \"a\" is never closed (no closing"
                        + " tag at the end of document). Correct it; a page that includes it would fail as well.");
    }

    @Test
    void anUnknownTemplateAndAnUnknownFragmentAreToldApart() {
        Site site = Site.of("shop/list", "<p cache:fragment='card'>a</p><p cache:fragment='list'>a</p>");

        fails(
                site,
                "shop/lost :: card",
                "No template resolver finds 'shop/lost'. Correct the name, or add a resolver for it.");
        fails(site, "shop/list :: crad", "'shop/list' has no cache:fragment 'crad'. It has card, list.");
        assertThatThrownBy(() -> site.digests().fragmentsIn("shop/lost"))
                .hasMessage("No template resolver finds 'shop/lost'. Correct the name, or add a resolver for it.");
        assertThatThrownBy(() -> site.digests().included("shop/list", "gone", null))
                .hasMessage("Nothing matches ~{shop/list :: gone}. Correct the selector.");
    }

    @Test
    void aDirectoryWithoutTemplatesIsNoDependency() {
        fails(
                Site.of("shop/list", "<p cache:fragment='card' cache:depends='theme/*'>a</p>"),
                "shop/list :: card",
                "cache:depends 'theme/*' (shop/list line 1) lists no template. List templates one by one, or let the"
                        + " template resolver implement ListedTemplates.");
        fails(
                Site.of("shop/list", "<p cache:fragment='card' cache:depends='theme/dark'>a</p>"),
                "shop/list :: card",
                "The digest of 'shop/list :: card' needs 'theme/dark' (shop/list line 1), which no template resolver finds."
                        + " Correct the name, or write ~{theme/dark} ?: ~{} if it may be absent.");
    }

    @Test
    void aTemplateWithAStringForAnNameIsNotRepeatedInASentence() {
        Site site = Site.of("shop/list", "<p cache:fragment='card'>a</p>");

        assertThatThrownBy(() -> site.digests().fragmentsIn("<p>\nx</p>"))
                .hasMessageMatching("No template resolver finds 'string-[0-9a-f]{8}'\\. .*");
        assertThat(site.digests().fragmentsIn("shop/list")).hasSize(1);
    }
}
