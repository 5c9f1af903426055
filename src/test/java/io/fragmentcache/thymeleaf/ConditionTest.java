package io.fragmentcache.thymeleaf;

import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What stands on the tag beside the fragment stays outside: it is decided for each page. */
class ConditionTest {
    private final Stage shop = Stage.lifetime("5m fresh, 1h stale");
    private final Item tea = Item.of("tea", "Tea");
    private final Item oat = Item.of("oat", "Oat");

    @Test
    void aConditionThatTurnsFalseHidesACachedFragment() {
        shop.template("page", "<p th:if=\"${yes}\" cache:fragment=\"a\" cache:key=\"'k'\">secret</p>");

        shop.with("yes", true).render("page").shows("<p>secret</p>").missed("a k");
        shop.with("yes", false).render("page").shows("").hit();
        shop.with("yes", true).render("page").shows("<p>secret</p>").hit("a k");
    }

    @Test
    void unlessAndSwitchHideToo() {
        shop.template("page", """
                <p th:unless="${yes}" cache:fragment="a" cache:key="'k'">a</p><th:block th:switch="${yes}"><i th:case="false" cache:fragment="b" cache:key="'k'">b</i></th:block>""");

        shop.with("yes", false).render("page").shows("<p>a</p><i>b</i>").missed("a k", "b k");
        shop.with("yes", true).render("page").shows("").hit();
    }

    @Test
    void aRowsKeySeesTheLoopVariable() {
        shop.template(
                "list",
                "<i th:each=\"p : ${items}\" cache:fragment=\"i\" cache:key=\"${p}\" th:text=\"${p.name}\"></i>");

        shop.render("list", tea, oat).shows("<i>Tea</i><i>Oat</i>").missed("i tea", "i oat");
        shop.render("list", oat, tea).shows("<i>Oat</i><i>Tea</i>").hit("i oat", "i tea");
    }

    @Test
    void aKeySeesTheLocalsOfItsTag() {
        shop.template(
                "page",
                "<i th:with=\"w=${item.name + 1}\" th:object=\"${item}\" cache:fragment=\"i\" cache:key=\"${w}, *{id}\"></i>");

        shop.render("page", tea).missed("i Tea1 tea");
    }

    @Test
    void aConditionNotToCacheIsAskedForEachPage() {
        shop.template("page", "<p cache:fragment=\"a\" cache:key=\"'k'\" cache:if=\"${yes}\" th:text=\"${text}\"></p>");

        shop.with("yes", true).with("text", 1).render("page").shows("<p>1</p>").missed("a k");
        shop.with("yes", false).with("text", 2).render("page").shows("<p>2</p>").hit();
        shop.with("yes", true).with("text", 3).render("page").shows("<p>1</p>").hit("a k");
    }

    @Test
    void eachLanguageHasItsOwn() {
        shop.template("page", "<p cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${#locale.language}\"></p>");

        shop.render("page").shows("<p>en</p>").missed("a k");
        shop.locale(Locale.GERMAN).render("page").shows("<p>de</p>").missed("a k");
        shop.locale(Locale.ENGLISH).render("page").shows("<p>en</p>").hit("a k");
    }

    @Test
    void anEditOfTheTemplateMakesItColdAndAnEditElsewhereDoesNot() {
        shop.template("page", "<p>1</p><p cache:fragment=\"a\" cache:key=\"'k'\">a</p>")
                .template("f", "<i>x</i>");
        shop.render("page").missed("a k");

        shop.edit("page", "<p>1</p>", "<p>\n2</p>")
                .render("page")
                .shows("<p>\n2</p><p>a</p>")
                .hit("a k");
        shop.edit("page", ">a<", ">b<")
                .render("page")
                .shows("<p>\n2</p><p>b</p>")
                .missed("a k");
    }

    @Test
    void anEditOfAnIncludedTemplateIsSeenWithoutParsingForEachPageAndWith() {
        for (boolean uncacheable : new boolean[] {false, true}) {
            Stage site = Stage.lifetime("5m fresh, 1h stale")
                    .template("page", "<p cache:fragment=\"a\" cache:key=\"'k'\"><b th:replace=\"~{f}\"></b></p>")
                    .template("f", "<i>x</i>");
            if (uncacheable) {
                site.uncacheable();
            }
            site.render("page").shows("<p><i>x</i></p>").missed("a k");
            site.edit("f", "x", "y").render("page").shows("<p><i>y</i></p>").missed("a k");
            site.render("page").shows("<p><i>y</i></p>").hit("a k");
        }
    }
}
