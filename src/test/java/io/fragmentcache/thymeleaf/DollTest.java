package io.fragmentcache.thymeleaf;

import org.junit.jupiter.api.Test;

/** Fragments in fragments: what is handed outward, and what is reused. */
class DollTest {
    private static final String LIST = """
            <ul cache:fragment="list" cache:key="'shop'"><li th:each="p : ${items}" cache:fragment="item" cache:key="${p}" th:text="${p.name}">x</li></ul>""";

    private final Item tea = Item.of("tea", "Tea");
    private final Item oat = Item.of("oat", "Oat");
    private final Stage shop = Stage.lifetime("5m fresh, 1h stale").template("list", LIST);

    @Test
    void aListMissesOnceAndIsThenOneHit() {
        shop.render("list", tea, oat)
                .shows("<ul><li>Tea</li><li>Oat</li></ul>")
                .missed("list shop", "item tea", "item oat");
        shop.render("list", tea, oat).shows("<ul><li>Tea</li><li>Oat</li></ul>").hit("list shop");
    }

    @Test
    void touchingAnInnerModelOutdatesTheListAndReusesTheOthers() {
        shop.render("list", tea, oat);
        shop.touch(tea)
                .render("list", tea.renamed("Chai"), oat)
                .shows("<ul><li>Chai</li><li>Oat</li></ul>")
                .missed("list shop", "item tea")
                .hit("item oat");
    }
}
