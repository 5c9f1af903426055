package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Stage;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/** An exception in a body: nothing is stored, and the page sees what plain Thymeleaf would throw. */
class FailingBodyTest {
    private static final String HEAD = "<html>\n<body>\n";

    private final Flaky flaky = new Flaky();
    private final Stage shop = Stage.lifetime("5m fresh, 1h stale, 1d onError").with("flaky", flaky);

    /** Fails when told to. */
    public static final class Flaky {
        private boolean failing;

        public String text(String text) {
            if (failing) {
                throw new IllegalStateException("the supplier is down");
            }
            return text;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div cache:fragment=\"a\" cache:key=\"'k'\">\n <p>ok</p>\n    <p th:text=\"${flaky.text('x')}\"></p>\n</div></body></html>",
                "<div cache:fragment=\"a\" cache:key=\"'k'\"\n  th:text=\"${flaky.text('x')}\"></div></body></html>",
                "<div>\n<p cache:fragment=\"a\" cache:key=\"'k'\"><i cache:fragment=\"b\" cache:key=\"1\">\n[[${flaky.text('x')}]]</i></p></div></body></html>",
                "<div cache:fragment=\"a\" cache:key=\"'k'\"><p th:insert=\"~{f :: f}\"></p></div></body></html>",
                "<div>\n   <div cache:fragment=\"a\" cache:key=\"'k'\" th:insert=\"~{f :: f}\">x</div></div></body></html>",
                "<div>\n   <div cache:fragment=\"a\" cache:key=\"'k'\" th:replace=\"~{f :: f}\">x</div></div></body></html>",
                "<cache:fragment name=\"a\" key=\"'k'\">\n  <p th:utext=\"${flaky.text('x')}\"></p></cache:fragment></body></html>",
                "<p cache:fragment=\"a\" cache:key=\"'k'\" th:with=\"w=1\">\n  <b th:each=\"i : ${flaky.text('x')}\"></b></p></body></html>",
                "<p cache:fragment=\"a\" cache:key=\"'k'\">\n  <b th:text=\"${1 +}\"></b></p></body></html>",
                "<p cache:fragment=\"a\" cache:key=\"'k'\">\n  <b th:insert=\"~{nowhere ?: '' :: x}\"></b></p></body></html>"
            })
    void reachesThePageAsWithoutACache(String rest) {
        for (boolean cacheable : new boolean[] {true, false}) {
            Stage site = Stage.lifetime("5m fresh, 1h stale").with("flaky", flaky);
            if (!cacheable) {
                site.uncacheable();
            }
            site.template("page", HEAD + rest)
                    .template("f", "<i>\n</i>\n <b th:fragment=\"f\">\n[[${flaky.text('x')}]]</b>");
            flaky.failing = true;

            Failures failure = Failures.of(() -> site.render("page"));

            assertThat(failure).isEqualTo(Failures.of(() -> plain(cacheable, rest)));
            assertThat(site.stored()).isZero();
        }
    }

    private void plain(boolean cacheable, String rest) {
        MapTemplates templates = new MapTemplates()
                .put("page", Sample.plain(HEAD + rest))
                .put("f", "<i>\n</i>\n <b th:fragment=\"f\">\n[[${flaky.text('x')}]]</b>");
        templates.setCacheable(cacheable);
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        engine.process("page", new Context(Locale.ENGLISH, Map.of("flaky", flaky)));
    }

    @Test
    void theNextPageTriesAgain() {
        shop.template("page", "<p cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${flaky.text('x')}\"></p>");
        flaky.failing = true;
        assertThat(catchThrowable(() -> shop.render("page"))).hasRootCauseMessage("the supplier is down");

        flaky.failing = false;
        shop.render("page").shows("<p>x</p>").missed("a k").rendered("a k");
    }

    @Test
    void anExpiredTextStandsInAndThePageAroundIsUnharmed() {
        shop.template("page", """
                <div th:with="w='page'" th:object="${item}"><p cache:fragment="a" cache:key="'k'" th:inline="none"><b th:with="w='inner'" th:object="${flaky}" th:each="i : ${items}"><i th:text="${flaky.text('x')}"></i></b></p>[[${w}]] [[*{name}]] [[${i} ?: 'none']]</div>""");
        Item tea = Item.of("tea", "Tea");
        String good = "<div><p><b><i>x</i></b></p>page Tea none</div>";
        shop.render("page", tea).shows(good);

        flaky.failing = true;
        shop.wait("2h").render("page", tea).shows(good).missed("a k").failed("a k");
        // Within the back-off it is not even tried; afterwards it is.
        shop.render("page", tea).shows(good).stale("a k").failed().because("STALE", "a k", "rendering failed");
        shop.wait("2s").render("page", tea).shows(good).missed("a k").failed("a k");
        flaky.failing = false;
        shop.wait("1m").render("page", tea).shows(good).missed("a k").rendered("a k");
    }

    @Test
    void whatIsTooOldForErrorsToo_failsAsWithoutACache() {
        shop.template("page", "<p cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${flaky.text('x')}\"></p>");
        shop.render("page");

        flaky.failing = true;
        shop.wait("25h");

        assertThat(catchThrowable(() -> shop.render("page"))).hasRootCauseMessage("the supplier is down");
    }

    @Test
    void aFailingRegenerationKeepsTheOldTextAndBacksOffUntilATouch() {
        shop.template(
                "page", "<p cache:fragment=\"a\" cache:key=\"${item}\" th:text=\"${flaky.text(item.name)}\"></p>");
        Item tea = Item.of("tea", "Tea");
        shop.render("page", tea);

        flaky.failing = true;
        shop.wait("6m").render("page", tea).shows("<p>Tea</p>").stale("a tea");
        shop.runBackground().failed("a tea").regenerated();
        shop.render("page", tea).shows("<p>Tea</p>").stale("a tea");
        shop.runBackground().failed();
        shop.wait("1s").render("page", tea).stale("a tea");
        shop.runBackground().failed("a tea");
        // Doubled: one second is not enough now.
        shop.wait("1s").render("page", tea).stale("a tea");
        shop.runBackground().failed();

        flaky.failing = false;
        shop.touch(tea).render("page", tea).missed("a tea").rendered("a tea");
    }

    @Test
    void anInnerFailureStoresNeitherButAnInnerThatStoodInLetsTheOuterBeDueAtOnce() {
        shop.template("page", """
                <div cache:fragment="o" cache:key="'o'"><p cache:fragment="a" cache:key="${item}" th:text="${flaky.text(item.name)}"></p></div>""");
        Item tea = Item.of("tea", "Tea");
        flaky.failing = true;
        assertThat(catchThrowable(() -> shop.render("page", tea))).isNotNull();
        assertThat(shop.stored()).isZero();

        flaky.failing = false;
        shop.render("page", tea);
        flaky.failing = true;
        shop.touch(tea)
                .render("page", tea)
                .shows("<div><p>Tea</p></div>")
                .missed("o o", "a tea")
                .failed("a tea");
        flaky.failing = false;
        shop.wait("1m").touch(tea).render("page", tea.renamed("Chai")).shows("<div><p>Chai</p></div>");
    }
}
