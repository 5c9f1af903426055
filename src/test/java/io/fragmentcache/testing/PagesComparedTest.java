package io.fragmentcache.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hit, a miss and plain Thymeleaf are compared, and no comparison passes that proves nothing. */
class PagesComparedTest {
    private final FragmentStage shop = FragmentStage.ofTemplates();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ul cache:fragment='list' cache:key=\"'x'\"><li th:each='x : ${xs}' th:text='${x}'>x</li></ul>",
                "<ul><li cache:each='x : ${xs}' cache:fragment='row' cache:key='${x}' th:text='${x}'>x</li></ul>",
                "<cache:fragment name='list' key=\"'x'\"><b th:each='x : ${xs}' th:text='${x}'>x</b></cache:fragment>",
                "<div data-cache-fragment='d' data-cache-key=\"'x'\" data-cache-fresh='1h'>d</div>",
                "<div cache:fragment='d' cache:key=\"'x'\"><i cache:hole=\"n='7'\" th:text='${n}'>x</i></div>",
                "<div cache:fragment='d' cache:key=\"'x'\" cache:fresh='forever'>d</div>",
                "<div xmlns:cache='x' cache:fragment='d' cache:key=\"'x'\">d</div>"
            })
    void aPageThatIsTheSameOnEachWayPasses(String source) {
        shop.template("page", source);
        assertThatCode(() -> shop.printsAsPlainThymeleaf("page", Map.of("xs", List.of("a", "b"))))
                .doesNotThrowAnyException();
    }

    @Test
    void aModelThatChangedWithoutSayingSoIsFoundInItsElement() {
        AtomicInteger count = new AtomicInteger();
        Supplier<Integer> next = count::incrementAndGet;
        shop.template("page", "<p><b cache:fragment='b' cache:key=\"'x'\"><i th:text='${next.get()}'>x</i></b></p>");
        assertThatThrownBy(() -> shop.printsAsPlainThymeleaf("page", Map.of("next", next)))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "The page 'page' is another one as a miss than in plain Thymeleaf, in html > body > p > b > i\n"
                                + "  plain Thymeleaf: 1\n  the cache:       2");
    }

    @Test
    void aPageWithoutFragmentsProvesNothing() {
        shop.template("page", "<b>b</b>");
        assertThatThrownBy(() -> shop.printsAsPlainThymeleaf("page", Map.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "The page 'page' asks the cache for no fragment, so this proves nothing. Give a template with a"
                                + " cache:fragment that these variables show.");
    }

    @Test
    void aFragmentThatIsNeverStoredProvesNothingAndTheReasonIsTold() {
        FragmentStage lenient = FragmentStage.ofTemplates(cache -> cache.strict(false))
                .template("page", "<b cache:fragment='b' cache:key=\"'x'\" th:text='${session.user}'></b>");
        Visitor zoe = Visitor.named("Zoë").session("user", new AtomicReference<>("Zoë"));
        assertThatThrownBy(() -> lenient.printsAsPlainThymeleaf(zoe, "page", Map.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "The second request for the page 'page' should find its fragments in the cache. ")
                .hasMessageContaining("'b x' (absent)")
                .hasMessageContaining("\n  'b' was not stored: ");
    }

    @Test
    void aFragmentThatAConditionLeavesOutProvesNothing() {
        shop.template("page", "<b cache:fragment='b' cache:key=\"'x'\" cache:if='${false}'>b</b>");
        assertThatThrownBy(() -> shop.printsAsPlainThymeleaf("page", Map.of())).isInstanceOf(AssertionError.class);
    }

    @Test
    void theComparisonLeavesTheCacheOfTheStageAlone() {
        shop.template("page", "<b cache:fragment='b' cache:key=\"'x'\">b</b>");
        shop.printsAsPlainThymeleaf("page", Map.of());
        shop.render("page").missed("b");
    }

    @Test
    void differencesAreFoundInAttributesChildrenTextsAndInHowThingsAreWritten() {
        assertThat(HtmlDifference.between("<b>x</b>", "<b>x</b>")).isEmpty();
        assertThat(HtmlDifference.between("<p><b a='1'>x</b>", "<p><b a='2'>x</b>"))
                .contains(new HtmlDifference("html > body > p > b", "<b a=\"1\"></b>", "<b a=\"2\"></b>"));
        assertThat(HtmlDifference.between("<ul><li>a</li></ul>", "<ul><li>a</li><li>b</li></ul>"))
                .contains(new HtmlDifference("html > body > ul", "<li>a</li>", "<li>a</li><li>b</li>"));
        assertThat(HtmlDifference.between("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>c</li></ul>"))
                .contains(new HtmlDifference("html > body > ul > li:nth-child(2)", "b", "c"));
        assertThat(HtmlDifference.between("<b >x</b>", "<b>x</b>"))
                .contains(new HtmlDifference("character 2", "<b >x</b>", "<b>x</b>"));
        assertThat(HtmlDifference.between("<p><!-- a --></p>", "<p><!-- b --></p>"))
                .contains(new HtmlDifference("html > body > p", "<!-- a -->", "<!-- b -->"));
        assertThat(HtmlDifference.between("<p id=a>x</p>", "<p id=a>y</p>"))
                .contains(new HtmlDifference("#a", "x", "y"));
    }

    @Test
    void longTextsAreCutAroundTheDifference() {
        String before = "a".repeat(500);
        HtmlDifference found = HtmlDifference.between(before + "x" + before, before + "y" + before)
                .orElseThrow();
        assertThat(found.first()).isEqualTo("…" + "a".repeat(40) + "x" + "a".repeat(119) + "…");
        assertThat(found.second()).hasSameSizeAs(found.first()).contains("y");
    }
}
