package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments in fragments: what is handed outward, and what is reused. */
class DollTest {
    private static final String LIST = """
            <ul cache:fragment="list" cache:key="'shop'"><li th:each="p : ${items}" cache:fragment="item" cache:key="${p}" th:text="${p.name}">x</li></ul>""";
    private static final String DEEP = """
            <a cache:fragment="a" cache:key="1"><b cache:fragment="b" cache:key="2"><i cache:fragment="c" cache:key="${item}" th:text="${item.name}"></i></b><u cache:fragment="d" cache:key="4">d</u></a>""";

    private final Item tea = Item.of("tea", "Tea");
    private final Item chai = tea.renamed("Chai");
    private final Item oat = Item.of("oat", "Oat");
    private final Stage shop =
            Stage.lifetime("5m fresh, 1h stale").template("list", LIST).template("deep", DEEP);

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
                .render("list", chai, oat)
                .shows("<ul><li>Chai</li><li>Oat</li></ul>")
                .missed("list shop", "item tea")
                .because("MISS", "list shop", "touched Item:tea")
                .hit("item oat");
    }

    @Test
    void touchingTheInnermostOutdatesAllAroundAndNothingBeside() {
        shop.render("deep", tea).missed("a 1", "b 2", "c tea", "d 4");
        shop.touch(tea)
                .render("deep", chai)
                .shows("<a><b><i>Chai</i></b><u>d</u></a>")
                .missed("a 1", "b 2", "c tea")
                .hit("d 4");
        shop.render("deep", chai).hit("a 1");
    }

    @Test
    void whatWasAdoptedFromAHitOutdatesToo() {
        shop.template("one", "<p><i cache:fragment=\"c\" cache:key=\"${item}\" th:text=\"${item.name}\"></i></p>")
                .template("two", "<p cache:fragment=\"o\" cache:key=\"1\"><b th:replace=\"~{one :: p}\"></b></p>");
        shop.render("one", tea).missed("c tea");
        shop.render("two", tea).missed("o 1").hit("c tea");

        shop.touch(tea).render("two", chai).shows("<p><p><i>Chai</i></p></p>").missed("o 1", "c tea");
    }

    @Test
    void touchingATypeByNameOutdatesWhatShowsOneOfIt() {
        shop.render("deep", tea);
        shop.cache().touch("Item", "tea");
        shop.render("deep", tea).missed("a 1", "b 2", "c tea");

        shop.touch(Tag.of("Item"))
                .render("deep", tea)
                .missed("a 1", "b 2", "c tea")
                .hit("d 4");
    }

    @Test
    void aTagThatAnInnerFragmentAddsOutdatesTheOuterOne() {
        shop.template(
                "page",
                "<p cache:fragment=\"o\" cache:key=\"1\"><i cache:fragment=\"i\" cache:key=\"2\" cache:tags=\"'menu'\">x</i></p>");
        shop.render("page");

        shop.touch(Tag.of("menu")).render("page").missed("o 1", "i 2").because("MISS", "o 1", "touched menu");
    }

    @Test
    void theShortestRemainingFreshnessBoundsTheOuterOne() {
        shop.template(
                "page",
                "<p cache:fragment=\"o\" cache:key=\"1\" cache:fresh=\"1h\"><i cache:fragment=\"i\" cache:key=\"2\" cache:fresh=\"2m\">x</i></p>");
        shop.render("page");

        shop.wait("119s").render("page").hit("o 1");
        shop.wait("1s").render("page").stale("o 1");
        shop.runBackground().regenerated("o 1").rendered("i 2");
        shop.render("page").hit("o 1");
    }

    @Test
    void anOuterOneBuiltAroundAStaleInnerOneIsDueAtOnce() {
        shop.template(
                "page",
                "<p cache:fragment=\"o\" cache:key=\"${outer}\" cache:fresh=\"1h\"><i cache:fragment=\"i\" cache:key=\"${item}\">[[${item.name}]][[${state}]]</i></p>");
        shop.with("outer", 1).with("state", "A").render("page", tea);
        shop.wait("6m")
                .with("outer", 2)
                .with("state", "B")
                .render("page", tea)
                .shows("<p><i>TeaA</i></p>")
                .missed("o 2")
                .stale("i tea");

        shop.render("page", tea).shows("<p><i>TeaA</i></p>").stale("o 2");
        shop.runBackground();
        shop.render("page", tea).shows("<p><i>TeaB</i></p>").hit("o 2");
    }

    @Test
    void regeneratingRendersNestedOnesWithStalenessForbidden() {
        shop.template(
                "page",
                "<p cache:fragment=\"o\" cache:key=\"1\" cache:fresh=\"3m\"><i cache:fragment=\"i\" cache:key=\"2\" cache:fresh=\"3m\" th:text=\"${state}\"></i></p>");
        shop.with("state", "A").render("page");
        shop.wait("4m")
                .with("state", "B")
                .render("page")
                .shows("<p><i>A</i></p>")
                .stale("o 1");

        shop.runBackground().regenerated("o 1").missed("i 2").stale().rendered("i 2");

        shop.render("page").shows("<p><i>B</i></p>").hit("o 1");
    }

    @Test
    void aTouchBetweenInnerAndOuterOutdatesTheOuterOnePrintedBefore() {
        // The inner one is a hit with its old snapshot, then its model is touched while the outer one still renders.
        shop.template(
                "page",
                "<p cache:fragment=\"o\" cache:key=\"1\"><i cache:fragment=\"i\" cache:key=\"${item}\" th:text=\"${item.name}\"></i>[(${then.apply(item)})]</p>");
        Function<Item, String> touching = item -> {
            shop.touch(item);
            return "";
        };
        Function<Item, String> nothing = item -> "";
        shop.with("then", nothing).render("page", tea);
        shop.touch(Tag.of("Item", "other")).cache().touchEverything();
        shop.with("then", touching).render("page", tea);

        shop.with("then", nothing)
                .render("page", chai)
                .shows("<p><i>Chai</i></p>")
                .missed("o 1", "i tea");
    }

    @Test
    void anInnerOneThatIsNotCachedNowIsPartOfTheOuterOne() {
        shop.template(
                "page",
                "<p cache:fragment=\"o\" cache:key=\"1\"><i cache:fragment=\"i\" cache:key=\"2\" cache:if=\"${yes}\" th:text=\"${state}\"></i></p>");
        shop.with("yes", false)
                .with("state", "A")
                .render("page")
                .shows("<p><i>A</i></p>")
                .missed("o 1");

        shop.render("page").shows("<p><i>A</i></p>").hit("o 1");
    }

    @Test
    void anInnerOneThatIsNotCachedNowOutdatesTheOuterOneWhenItsModelIsTouched() {
        shop.template(
                "page",
                "<p cache:fragment=\"o\" cache:key=\"1\"><i cache:fragment=\"i\" cache:key=\"${item}\" cache:if=\"${item.name != 'draft'}\" th:text=\"${item.name}\"></i></p>");
        Item draft = Item.of("tea", "draft");
        shop.render("page", draft).shows("<p><i>draft</i></p>").missed("o 1");
        shop.render("page", draft).hit("o 1");

        shop.touch(draft)
                .render("page", draft.renamed("Tea"))
                .shows("<p><i>Tea</i></p>")
                .missed("o 1", "i tea");
    }

    @Test
    void anInnerOneThatIsNotCachedNowNeedsNoKey() {
        shop.template(
                "page",
                "<p cache:fragment=\"o\" cache:key=\"1\"><i cache:fragment=\"i\" cache:key=\"${nobody}\" cache:if=\"${nobody != null}\">x</i></p>");
        shop.render("page").shows("<p><i>x</i></p>").missed("o 1");
        shop.render("page").hit("o 1");
    }

    @Test
    void anInnerOneThatIsNotCachedNowSaysHowOldItMayBeAndByWhatItIsTouchedAllTheSame() {
        shop.template(
                "page",
                "<p cache:fragment=\"o\" cache:key=\"1\" cache:fresh=\"1h\"><i cache:fragment=\"i\" cache:key=\"${nobody}\""
                        + " cache:if=\"${nobody != null}\" cache:fresh=\"1m\" cache:stale=\"1m\" cache:tags=\"'news'\">x</i></p>");
        shop.render("page").missed("o 1");
        shop.wait("90s").render("page").stale("o 1");
        shop.runBackground();
        shop.render("page").hit("o 1");
        shop.touch(Tag.of("news")).render("page").missed("o 1");
        shop.wait("3m").render("page").missed("o 1");
    }

    @Test
    void theSameFragmentInsideItselfIsRenderedInline() {
        shop.template("page", """
                <div th:fragment="t(d)" th:with="d=${d} ?: 2" cache:fragment="t" cache:key="'same'">[[${d}]]<b th:if="${d > 0}" th:insert="~{page :: t(${d - 1})}"></b></div>""");

        shop.render("page").shows("<div>2<b><div>1</div></b></div>");
        shop.render("page").shows("<div>2<b><div>1</div></b></div>").hit("t same");
    }

    @Test
    void moreThan256ModelsAreOutdatedByTheirTypeInstead() {
        Item[] many = new Item[300];
        for (int i = 0; i < many.length; i++) {
            many[i] = Item.of("i" + i, "N" + i);
        }
        shop.render("list", many).count("MISS");

        shop.render("list", many).hit("list shop");
        shop.touch(many[299]).render("list", many).missed("list shop", "item i299");
    }

    /**
     * Fifty cards with jittered lifetimes. Were the list due whenever one card is, it would be due fifty times in a
     * cycle; as it is, cards in the last share of their freshness are made anew with it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"th:each", "cache:each"})
    void aCycleOfFiftyCardsRendersEachOfThemOnce(String loop) {
        Stage jittered =
                Stage.lifetime("10m fresh, 1h stale, 0.2 jitter").template("list", LIST.replace("th:each", loop));
        List<Item> cards = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            cards.add(Item.of("c" + i, "Card " + i));
        }
        Item[] items = cards.toArray(new Item[0]);
        jittered.render("list", items);
        int mark = jittered.heard().mark();

        // An hour of visitors, one each ten seconds, with workers that are never late.
        for (int second = 0; second < 3600; second += 10) {
            jittered.wait("10s").render("list", items);
            jittered.runBackground();
        }

        int lists = jittered.heard().since(mark, "REGENERATED").size();
        int rendered = jittered.heard().since(mark, "RENDERED").size();
        // Each cycle lasts from eight to ten minutes.
        assertThat(lists).isBetween(6, 8);
        assertThat(rendered).isEqualTo(lists * 50);
    }
}
