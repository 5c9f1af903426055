package io.fragmentcache.thymeleaf;

import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a visitor typed is printed as typed, and never evaluated: not on a miss, not on a hit, not when regenerated. */
class FinishedTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[${7*7}]]",
                "[(${x})]",
                "__${x}__",
                "<th:block th:text=\"${7*7}\"></th:block>",
                "<cache:emit/>",
                "<p cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${x}\">",
                "[# th:text=\"${x}\"/]",
                "\uE000" + "00112233445566778899aabbccddeeff:0\uE001",
                "~{::f} #{msg} @{/x}"
            })
    void isPrintedLiterally(String typed) {
        String page = """
                <div cache:fragment="out" cache:key="'o'"><p cache:fragment="a" cache:key="${item}" th:utext="${item.name}">x</p>[(${item.name})]</div>""";
        Item item = Item.of("tea", typed);
        Stage shop = Stage.lifetime("5m fresh, 1h stale").with("x", "EVALUATED").template("page", page);
        String literal = "<div><p>" + typed + "</p>" + typed + "</div>";

        shop.render("page", item).shows(literal).missed("out o", "a tea");
        shop.render("page", item).shows(literal).hit("out o");
        shop.wait("6m").render("page", item).shows(literal).stale("out o");
        shop.runBackground().regenerated("out o");
        shop.render("page", item).shows(literal).hit("out o");
        shop.touch(item).render("page", item.renamed(typed + "2")).shows(literal.replace(typed, typed + "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[(${7*7})]", "[# th:text=\"${x}\"/]", "[cache:emit/]", "[/]"})
    void isPrintedLiterallyInTextToo(String typed) {
        Item item = Item.of("tea", typed);
        Stage shop = Stage.lifetime("5m fresh, 1h stale")
                .with("x", "EVALUATED")
                .template("page.txt", "a [# cache:fragment=\"a\" cache:key=\"${item}\"][(${item.name})][/] b");

        shop.render("page.txt", item).shows("a " + typed + " b").missed("a tea");
        shop.render("page.txt", item).shows("a " + typed + " b").hit("a tea");
    }
}
