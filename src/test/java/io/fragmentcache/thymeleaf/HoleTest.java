package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is in a hole is of this page; what is around it is remembered. */
class HoleTest {
    private final Counter count = new Counter();
    private final Stage shop = Stage.lifetime("5m fresh, 1h stale").with("count", count);
    private final Item tea = Item.of("tea", "Tea");

    @Test
    void eachPageRendersItsOwnHoleAndNothingElse() {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"${item}\">[(${count.of('body')})][[${item.name}]]<b cache:hole=\"n=${item.name}\">[(${count.of('hole')})][[${n}]] for [[${who}]]</b></p>");

        shop.with("who", "Ann")
                .render("page", tea)
                .shows("<p>Tea<b>Tea for Ann</b></p>")
                .missed("a tea");
        shop.with("who", "Bob")
                .render("page", tea)
                .shows("<p>Tea<b>Tea for Bob</b></p>")
                .hit("a tea");
        shop.wait("6m")
                .with("who", "Eve")
                .render("page", tea)
                .shows("<p>Tea<b>Tea for Eve</b></p>")
                .stale("a tea");
        shop.runBackground().regenerated("a tea");
        shop.with("who", "Jim")
                .render("page", tea)
                .shows("<p>Tea<b>Tea for Jim</b></p>")
                .hit("a tea");

        assertThat(count.get("body")).isEqualTo(2);
        assertThat(count.get("hole")).isEqualTo(4);
    }

    @Test
    void anInnerHoleIsNotBakedIntoTheOuterOne() {
        shop.template(
                        "page",
                        "<div cache:fragment=\"o\" cache:key=\"1\"><p cache:fragment=\"i\" cache:key=\"2\"><b cache:hole=\"\" th:text=\"${who}\"></b></p></div>")
                .template("other", "<s cache:fragment=\"s\" cache:key=\"3\"><b th:replace=\"~{page}\"></b></s>");

        shop.with("who", "Ann")
                .render("page")
                .shows("<div><p><b>Ann</b></p></div>")
                .missed("o 1", "i 2");
        shop.with("who", "Bob")
                .render("page")
                .shows("<div><p><b>Bob</b></p></div>")
                .hit("o 1");
        // Built of a hit, and shown as a hit of its own.
        shop.with("who", "Eve")
                .render("other")
                .shows("<s><div><p><b>Eve</b></p></div></s>")
                .missed("s 3")
                .hit("o 1");
        shop.with("who", "Jim")
                .render("other")
                .shows("<s><div><p><b>Jim</b></p></div></s>")
                .hit("s 3");
    }

    @Test
    void aFragmentInAHoleLivesOnItsOwn() {
        shop.template(
                "page",
                "<div cache:fragment=\"o\" cache:key=\"1\">[(${count.of('outer')})]<p cache:hole=\"\"><b cache:fragment=\"i\" cache:key=\"${item}\" th:text=\"${item.name}\"></b></p></div>");
        shop.render("page", tea).shows("<div><p><b>Tea</b></p></div>").missed("o 1", "i tea");

        shop.touch(tea)
                .render("page", tea.renamed("Chai"))
                .shows("<div><p><b>Chai</b></p></div>")
                .hit("o 1")
                .missed("i tea");
        assertThat(count.get("outer")).isEqualTo(1);
    }

    @Test
    void whatAVisitorTypesInAHoleIsPrintedLiterally() {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"1\">x<b cache:hole=\"t=${who}\">[[${t}]][(${who})]</b></p>");
        String typed = "[[${7*7}]]";

        shop.with("who", typed)
                .render("page")
                .shows("<p>x<b>" + typed + typed + "</b></p>")
                .missed("a 1");
        shop.render("page").shows("<p>x<b>" + typed + typed + "</b></p>").hit("a 1");
    }
}
