package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Page;
import io.fragmentcache.stage.Stage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments that show the result of a query: loaded lazily, and outdated by the members of a type. */
class ListsTest {
    private static final String PAGE = """
            <ul cache:fragment="list" cache:key="'all'" cache:lists="Item">\
            <li th:each="i : ${found}" cache:fragment="card" cache:key="${i}" th:text="${i.name}">x</li></ul>""";

    private final AtomicInteger queries = new AtomicInteger();
    private final Item tea = Item.of("tea", "Tea");
    private final Item oat = Item.of("oat", "Oat");
    private List<Item> rows = List.of(tea, oat);
    private final Stage shop = Stage.lifetime("5m fresh, 1h stale").template("page", PAGE);

    private Page page() {
        return shop.with("found", Lazy.of(this::query)).render("page");
    }

    private List<Item> query() {
        queries.incrementAndGet();
        return rows;
    }

    @Test
    void aHitAsksNoDatabase() {
        page().shows("<ul><li>Tea</li><li>Oat</li></ul>");
        page().shows("<ul><li>Tea</li><li>Oat</li></ul>").hit("list all");
        assertThat(queries).hasValue(1);
    }

    @Test
    void aNewRowIsShownAfterItsTypeWasTouchedAndTheCardsAreReused() {
        page();
        rows = List.of(tea, oat, Item.of("rye", "Rye"));
        page().shows("<ul><li>Tea</li><li>Oat</li></ul>");

        shop.cache().touchLists(Item.class);
        page().shows("<ul><li>Tea</li><li>Oat</li><li>Rye</li></ul>")
                .missed("list all", "card rye")
                .hit("card tea", "card oat");
    }

    @Test
    void theTagOfMembersAndThatOfATypeDoNotTouchEachOther() {
        page();
        shop.cache().touch(Tag.members("Review"));
        page().hit("list all");
        shop.template("card", "<b cache:fragment=\"one\" cache:key=\"${item}\" th:text=\"${item.name}\">x</b>");
        shop.render("card", tea);
        shop.cache().touch(Tag.members("Item"));
        shop.render("card", tea).hit("one tea");
        page().missed("list all");
    }

    @Test
    void aFragmentDependsOnTheListsInsideIt() {
        shop.template("outer", "<div cache:fragment=\"outer\" cache:key=\"'o'\">" + PAGE + "</div>")
                .with("found", Lazy.of(this::query))
                .render("outer");
        shop.cache().touchLists(Item.class);
        shop.render("outer").missed("outer o", "list all");
    }

    @Test
    void severalTypesAreSeparatedByCommas() {
        shop.template("two", "<p cache:fragment=\"two\" cache:key=\"'k'\" cache:lists=\"Item, com.acme.Review\">x</p>");
        shop.render("two");
        shop.touch(Tag.members("com.acme.Review"));
        shop.render("two").missed("two k");
        shop.touch(Tag.members("Item"));
        shop.render("two").missed("two k");
        shop.render("two").hit("two k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${type}", "Item[]", "'Item'", "Item,", ",", "Item:7", "*", "It em"})
    void whatIsNotTheNameOfATypeIsAnError(String lists) {
        shop.template("wrong", "<p cache:fragment=\"two\" cache:key=\"'k'\" cache:lists=\"" + lists + "\">x</p>");
        assertThatThrownBy(() -> shop.render("wrong"))
                .hasMessageContaining("which is not the name of a type. Write the names of types as tags spell them");
    }

    @Test
    void theDigestDoesNotCoverLists() {
        page();
        shop.edit("page", "cache:lists=\"Item\"", "cache:lists=\"Other\"");
        page().hit("list all");
    }

    @Test
    void severalFragmentsOfAPageLoadALazyVariableOnce() {
        shop.template("page", PAGE + PAGE.replace("\"list\"", "\"again\"").replace("\"card\"", "\"line\""));
        page().missed("list all", "card tea", "card oat", "again all", "line tea", "line oat");
        assertThat(queries).hasValue(1);
    }

    @Test
    void aSourceAndAPageShareOneMethod() {
        Stage sourced = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.source("page :: list", id -> Map.of("found", Lazy.of(this::query))))
                .template("page", PAGE);
        sourced.with("found", Lazy.of(this::query)).render("page");
        rows = List.of(oat);
        sourced.touch(Tag.members("Item"));
        sourced.runBackground();
        sourced.render("page").shows("<ul><li>Oat</li></ul>").hit("list all");
        assertThat(queries).hasValue(2);
    }

    @Test
    void aSupplierThatFailsIsCalledAgain() {
        Lazy<String> late = Lazy.of(() -> {
            if (queries.incrementAndGet() == 1) {
                throw new IllegalStateException("gone");
            }
            return "here";
        });
        assertThatThrownBy(late::getValue).hasMessage("gone");
        assertThat(late.getValue()).isEqualTo("here");
        assertThat(late.getValue()).isEqualTo("here");
        assertThat(queries).hasValue(2);
        assertThat(late.reloaded().getValue()).isEqualTo("here");
        assertThat(queries).hasValue(3);
    }
}
