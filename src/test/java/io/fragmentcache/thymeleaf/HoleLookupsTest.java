package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments in the holes of a text are read from a store elsewhere in one go. */
class HoleLookupsTest {
    private static final Item[] CARDS = IntStream.range(0, 50)
            .mapToObj(i -> Item.of(String.valueOf(i), "n" + i))
            .toArray(Item[]::new);

    private final CountingStore far = new CountingStore(true);
    private final CountingStore near = new CountingStore(false);

    /** As the filter does for each request. */
    private static Stage shop(CountingStore store) {
        Stage shop = Stage.over(store, "5m fresh");
        return shop.with(
                RequestScope.ATTRIBUTE, shop.cache().engine().requests().begin(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The hole is a fragment itself, holds one, or is one in its element form.
                "<b cache:hole=\"id=${i.id}\" cache:fragment=\"own\" cache:key=\"${id}\" th:text=\"|${id}!|\">x</b>",
                "<b cache:hole=\"id=${i.id}\"><u cache:fragment=\"own\" cache:key=\"${id}\" th:text=\"|${id}!|\">x</u></b>",
                "<b cache:hole=\"id=${i.id}\"><cache:fragment name=\"own\" key=\"${id}\">[[${id}]]!</cache:fragment></b>",
                // In an inner fragment, whose holes are those of the outer one too.
                "<b cache:fragment=\"card\" cache:key=\"${i}\"><s cache:hole=\"id=${i.id}\" data-cache-fragment=\"own\" data-cache-key=\"${id}\" th:text=\"|${id}!|\">x</s></b>",
            })
    void fiftyHolesWithAFragmentInEachAreOneBulkRead(String card) {
        Stage shop = shop(far)
                .template(
                        "page",
                        "<ul cache:fragment=\"list\" cache:key=\"'all'\"><li th:each=\"i : ${items}\">" + card
                                + "</li></ul>");
        String page = shop.render("page", CARDS).text();
        assertThat(far.bulkReads()).containsExactly(50);
        far.singleReads();

        assertThat(shop.render("page", CARDS).shows(page).count("HIT")).isEqualTo(51);
        assertThat(far.bulkReads()).containsExactly(50);
        assertThat(far.singleReads()).isEqualTo(1);
    }

    @Test
    void whatIsInAFragmentOfAHoleIsReadOnlyWhereThatOneIsMissed() {
        Stage shop = shop(far).template("page", """
                <p cache:fragment="outer" cache:key="1"><b cache:hole cache:fragment="own" cache:key="2"><i cache:fragment="deep" cache:key="3">x</i></b></p>""");
        shop.render("page");
        far.bulkReads();
        shop.render("page").shows("<p><b><i>x</i></b></p>").hit("outer 1", "own 2");
        assertThat(far.bulkReads()).containsExactly(1);
    }

    @Test
    void whatCannotBeToldBeforehandIsLookedUpOnItsOwn() {
        Stage shop = shop(far).template("page", """
                <p cache:fragment="outer" cache:key="1"><b cache:hole cache:fragment="own" cache:key="2">x</b><i cache:hole><u th:each="n : ${numbers}" cache:fragment="row" cache:key="${n}" th:text="${n}">x</u></i></p>""").with("numbers", List.of(7, 8));
        shop.render("page");
        far.bulkReads();
        far.singleReads();
        shop.render("page").shows("<p><b>x</b><i><u>7</u><u>8</u></i></p>").hit("outer 1", "own 2", "row 7", "row 8");
        assertThat(far.bulkReads()).containsExactly(1);
        assertThat(far.singleReads()).isEqualTo(3);
    }

    @Test
    void aMistakeInAHoleIsToldWhereItIsRendered() {
        Stage shop = shop(far).template("page", """
                <p cache:fragment="outer" cache:key="1"><b cache:hole cache:fragment="own" cache:key="2">x</b>
                <b cache:hole><i cache:fragment="bad" cache:kee="1">x</i></b></p>""");
        assertThatThrownBy(() -> shop.render("page"))
                .hasStackTraceContaining(
                        "cache:fragment 'bad': 'cache:kee' is not an attribute of the fragment cache. Did you mean 'cache:key'?"
                                + " (template: \"page\" - line 2, col 18)");
    }

    @Test
    void aStoreInMemoryIsAskedOneByOneSinceItHasNothingToGain() {
        Stage shop = shop(near).template("page", """
                <p cache:fragment="outer" cache:key="1"><b cache:hole cache:fragment="own" cache:key="2">x</b></p>""");
        shop.render("page");
        near.singleReads();
        shop.render("page").hit("outer 1", "own 2");
        assertThat(near.bulkReads()).isEmpty();
        assertThat(near.singleReads()).isEqualTo(2);
    }
}
