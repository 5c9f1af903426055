package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.Counter;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.context.Context;

/** A stale text is shown at once and made anew behind its readers, who are gone by then. */
class BackgroundTest {
    private final Counter count = new Counter();
    private final Stage shop = Stage.lifetime("5m fresh, 1h stale").with("count", count);
    private final Item tea = Item.of("tea", "Tea");
    private final Item oat = Item.of("oat", "Oat");

    @Test
    void oneStoryOfTime() {
        shop.template("page", "<p cache:fragment=\"a\" cache:key=\"${item}\">[(${count.of('a')})][[${item.name}]]</p>");

        shop.render("page", tea).missed("a tea");
        shop.wait("4m").render("page", tea).hit("a tea");
        shop.wait("1m").render("page", tea).shows("<p>Tea</p>").stale("a tea").rendered();
        // Asked again meanwhile: shown again, and nobody else is sent.
        shop.render("page", tea).stale("a tea").rendered();
        assertThat(count.get("a")).isEqualTo(1);
        shop.runBackground().regenerated("a tea").rendered();
        assertThat(count.get("a")).isEqualTo(2);
        shop.render("page", tea).hit("a tea");
        shop.wait("66m").render("page", tea).missed("a tea").because("MISS", "a tea", "age");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void localsOfALoopAreFrozen(boolean cacheable) {
        shop.template("list", """
                <ul th:with="w='with'"><li th:each="p,st : ${items}" th:object="${p}" cache:fragment="row" cache:key="${p}, ${st.index}">[[${st.index}]]/[[${st.count}]]/[[${st.size}]]/[[${st.first}]]/[[${st.last}]]/[[${st.even}]]/[[${st.odd}]]/[[${st.current.name}]] [[*{name}]] [[${p.name}]] [[${w}]]</li></ul>""");
        if (!cacheable) {
            shop.uncacheable();
        }
        String text = shop.render("list", tea, oat).text();
        assertThat(text)
                .isEqualTo("<ul><li>0/1/2/true/false/false/true/Tea Tea Tea with</li>"
                        + "<li>1/2/2/false/true/true/false/Oat Oat Oat with</li></ul>");

        shop.wait("6m").render("list", tea, oat).shows(text).stale("row tea 0", "row oat 1");
        shop.runBackground().regenerated("row tea 0", "row oat 1");
        shop.render("list", tea, oat).shows(text).hit("row tea 0", "row oat 1");
    }

    @Test
    void messagesAndLanguageAreThoseOfTheReader() {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"'k'\">[[#{greeting(${#locale.language}, ${#numbers.formatDecimal(1.5, 1, 1)})}]]</p>");
        String german = "<p>Hello de, 1,5 times</p>";
        shop.locale(Locale.GERMAN).render("page").shows(german);

        shop.wait("6m").render("page").shows(german).stale("a k");
        shop.runBackground().regenerated("a k").because("REGENERATED", "a k", german);
    }

    @Test
    void aTemplateThatIncludesItselfAndItsIncluderIsFoundAgain() {
        shop.template("page", """
                        <h1 th:fragment="head">H</h1><div th:insert="~{f :: f(~{::head})}"></div>""").template("f", """
                        <p th:fragment="f(t)" cache:fragment="a" cache:key="'k'"><i th:insert="${t}"></i><b th:insert="~{::own}"></b></p><u th:fragment="own">own</u>""");
        String text = shop.render("page").text();
        assertThat(text).isEqualTo("<h1>H</h1><div><p><i><h1>H</h1></i><b><u>own</u></b></p></div>");

        shop.wait("6m").render("page").shows(text);
        shop.runBackground().regenerated("a k").failed();
        shop.render("page").shows(text).hit("a k");
    }

    @Test
    void aTouchBetweenTheReaderAndTheJobOutdatesWhatTheJobStores() {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"${item.id}\" cache:tags=\"'Item:' + ${item.id}\" th:text=\"${item.name}\"></p>");
        shop.render("page", tea);
        shop.wait("6m").render("page", tea).stale("a tea");

        shop.touch(tea).runBackground().regenerated("a tea");

        shop.render("page", tea.renamed("Chai"))
                .shows("<p>Chai</p>")
                .missed("a tea")
                .because("MISS", "a tea", "touched Item:tea");
    }

    @Test
    void aTouchWhileTheJobRunsOutdatesWhatItStores() {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"${item.id}\" cache:tags=\"'Item:' + ${item.id}\" th:text=\"${read.apply(item)}\"></p>");
        Function<Item, String> quiet = Item::name;
        shop.with("read", quiet).render("page", tea);
        Function<Item, String> touching = item -> {
            shop.touch(item);
            return item.name();
        };
        shop.with("read", touching).wait("6m").render("page", tea).stale("a tea");
        shop.runBackground().regenerated("a tea");

        shop.with("read", quiet).render("page", tea).missed("a tea");
    }

    @Test
    void aTouchWhileAPageRendersOutdatesWhatItStores() {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"${item.id}\" cache:tags=\"'Item:' + ${item.id}\" th:text=\"${read.apply(item)}\"></p>");
        Function<Item, String> touching = item -> {
            shop.touch(item);
            return item.name();
        };
        shop.with("read", touching).render("page", tea).missed("a tea").rendered("a tea");

        Function<Item, String> quiet = Item::name;
        shop.with("read", quiet)
                .render("page", tea.renamed("Chai"))
                .shows("<p>Chai</p>")
                .missed("a tea");
        shop.render("page", tea.renamed("Chai")).hit("a tea");
    }

    @Test
    void whatIsTouchedIsStaleWithinItsWindowAndRegenerated() {
        Stage lenient = Stage.lifetime("5m fresh, 1h stale, 30s stale-after-touch")
                .template("page", "<p cache:fragment=\"a\" cache:key=\"${item}\" th:text=\"${item.name}\"></p>");
        lenient.render("page", tea);
        Item chai = tea.renamed("Chai");

        lenient.wait("1m")
                .touch(tea)
                .render("page", chai)
                .shows("<p>Tea</p>")
                .stale("a tea")
                .because("STALE", "a tea", "touched Item:tea");
        lenient.runBackground().regenerated("a tea");
        lenient.render("page", chai).shows("<p>Chai</p>").hit("a tea");

        // A new version that nobody touched: the window counts from when it was first met.
        Item matcha = chai.renamed("Matcha");
        lenient.wait("1m")
                .render("page", matcha)
                .shows("<p>Chai</p>")
                .stale("a tea")
                .because("STALE", "a tea", "version 2→3");
        lenient.wait("31s").render("page", matcha).shows("<p>Matcha</p>").missed("a tea");
    }

    @Test
    void anAskerWhoIsBehindIsShownTheNewerOneAndOverwritesNothing() {
        shop.template("page", "<p cache:fragment=\"a\" cache:key=\"${item}\" th:text=\"${item.name}\"></p>");
        Item chai = tea.renamed("Chai");
        shop.render("page", tea);
        shop.render("page", chai).shows("<p>Chai</p>").missed("a tea").because("MISS", "a tea", "version 1→2");

        shop.render("page", tea).shows("<p>Chai</p>").hit("a tea");
        shop.render("page", chai).shows("<p>Chai</p>").hit("a tea");
    }

    @Test
    void aStaleReaderWhoIsBehindDoesNotReplaceTheNewerText() {
        shop.template("page", "<p cache:fragment=\"a\" cache:key=\"${item}\" th:text=\"${item.name}\"></p>");
        Item chai = tea.renamed("Chai");
        shop.render("page", chai);
        shop.wait("6m").render("page", tea).shows("<p>Chai</p>").stale("a tea");

        shop.runBackground();

        shop.render("page", chai).shows("<p>Chai</p>");
    }

    @Test
    void variablesThatTheReaderLoadedLateAreThoseOfItsPage() {
        shop.template(
                "page",
                "<p th:with=\"w=${name}\"><b cache:fragment=\"a\" cache:key=\"'k'\">[[${w}]] [[${list[1]}]] [[${none} ?: 'none']]</b></p>");
        Map<String, Object> variables = new HashMap<>(Map.of("name", "N", "list", List.of(1, 2)));
        variables.put("none", null);
        shop.render("page", new Context(Locale.ENGLISH, variables));

        shop.wait("6m").render("page", new Context(Locale.ENGLISH, variables)).stale("a k");
        shop.runBackground().because("REGENERATED", "a k", "<b>N 2 none</b>");
    }

    @Test
    void expiredIsNeverShownEvenWhereATouchMayBe() {
        Stage lenient = Stage.lifetime("5m fresh, 1h stale, 30s stale-after-touch")
                .template("page", "<p cache:fragment=\"a\" cache:key=\"${item}\" th:text=\"${item.name}\"></p>");
        lenient.render("page", tea);
        lenient.cache().expire(Tag.of("Item", "tea"));

        lenient.render("page", tea).missed("a tea").because("MISS", "a tea", "expired Item:tea");
    }

    @Test
    void touchingEverythingOutdatesAll() {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"'k'\"></p><p cache:fragment=\"b\" cache:key=\"${item}\"></p>");
        shop.render("page", tea);
        shop.cache().touchEverything();

        shop.render("page", tea).missed("a k", "b tea");
        shop.render("page", tea).hit("a k", "b tea");
    }
}
