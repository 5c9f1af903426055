package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.stage.Counter;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Page;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Times;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops whose rows are looked up in one go, and stored in one. */
class EachTest {
    private static final String LIST = "<ul cache:fragment=\"list\" cache:key=\"'all'\" cache:tags=\"'all'\">"
            + "<li cache:each=\"i : ${items}\" cache:fragment=\"item\" cache:key=\"${i}\""
            + " th:text=\"${i.name}\">x</li></ul>";
    private static final String NUMBERED = "<ul><li cache:each=\"i, st : ${items}\" cache:fragment=\"item\""
            + " cache:key=\"${i}, ${st.count}\" th:text=\"${st.count + '/' + st.size + ' ' + i.name}\">x</li></ul>";

    private final CountingStore store = new CountingStore(false);
    private final Stage shop = Stage.over(store, "5m fresh").template("list", LIST);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 10_000})
    void allKeysOfTheLoopAreReadInOneGo(int size) {
        Item[] items = items(size);
        StringBuilder expected = new StringBuilder("<ul>");
        for (int i = 0; i < size; i++) {
            expected.append("<li>n").append(i).append("</li>");
        }
        String page = expected.append("</ul>").toString();
        shop.render("list", items).shows(page);
        assertThat(store.bulkReads()).hasSize(Math.min(1, size));
        assertThat(store.bulkWrites()).isEqualTo(size == 0 ? List.of() : List.of(size));
        assertThat(store.singleWrites()).isEqualTo(1);

        shop.touch(Tag.of("all")).render("list", items).shows(page).missed("list all");
        assertThat(store.bulkReads()).hasSize(Math.min(1, size));
        assertThat(store.bulkWrites()).isEmpty();
    }

    @Test
    void withMoreOnTheTagARemoteStoreIsStillReadInOneGo() {
        CountingStore far = new CountingStore(true);
        Stage site =
                Stage.over(far, "5m fresh").template("list", LIST.replace("<li ", "<li th:if=\"${i.name != 'n7'}\" "));
        site.render("list", items(50));
        assertThat(far.bulkReads()).hasSize(1);
        assertThat(far.bulkWrites()).isEmpty();
        assertThat(far.singleWrites()).isEqualTo(50);
    }

    @Test
    void eachRowIsRenderedOnceAndNotAtAllWhereAllAreThere() {
        Counter count = new Counter();
        shop.template("list", LIST.replace("th:text=", "th:title=\"${count.of('row')}\" th:text="))
                .with("count", count);
        shop.render("list", items(50));
        assertThat(count.get("row")).isEqualTo(50);
        shop.touch(Tag.of("all")).render("list", items(50)).hit(names(50)).missed("list all");
        assertThat(count.get("row")).isEqualTo(50);
    }

    @Test
    void anErrorInARowKeepsWhatWasRenderedBefore() {
        Item[] items = items(5);
        shop.template("list", LIST.replace("i.name", "i.name.substring(i.name == 'n3' ? 9 : 0)"));
        assertThatThrownBy(() -> shop.render("list", items)).hasMessageContaining("i.name.substring");
        assertThat(store.bulkWrites()).containsExactly(3);
    }

    @Test
    void aKeyThatCannotBeToldIsAnErrorOfItsRow() {
        shop.template("list", LIST.replace("items", "gaps").replace("i.name", "i"))
                .with("gaps", Arrays.asList("a", null));
        assertThatThrownBy(() -> shop.render("list"))
                .hasMessageContaining("cache:fragment 'item': A value of cache:key is null.");
        assertThat(store.singleWrites()).as("the row before it").isEqualTo(1);
    }

    @Test
    void staleRowsAreShownAndMadeAnewBehindWithTheirOwnVariables() {
        Stage site = Stage.lifetime("5m fresh, 1h stale").template("list", NUMBERED);
        String page = "<ul><li>1/3 n0</li><li>2/3 n1</li><li>3/3 n2</li></ul>";
        site.render("list", items(3)).shows(page);
        site.wait("6m").render("list", items(3)).shows(page).stale("item 0 1", "item 1 2", "item 2 3");
        assertThat(site.runBackground().count("REGENERATED")).isEqualTo(3);
        site.render("list", items(3)).shows(page).hit("item 0 1", "item 1 2", "item 2 3");
    }

    @Test
    void twoVersionsOfOneModelAreTwoTexts() {
        Item tea = Item.of("tea", "Tea");
        shop.render("list", tea, tea.renamed("Chai")).shows("<ul><li>Tea</li><li>Chai</li></ul>");
    }

    @Test
    void whatIsMissingIsRenderedAndTheRestReused() {
        Item[] items = items(50);
        shop.render("list", items);
        store.forgetCounts();
        items[7] = items[7].renamed("new");
        shop.touch(items[7]);

        shop.render("list", items).missed("list all", "item 7");
        assertThat(store.bulkReads()).hasSize(1);
        // One for the list itself; and those who render look once more whether somebody else was quicker.
        assertThat(store.singleReads()).isLessThan(5);
    }

    @Test
    void aRowWhoseNewerTextIsStoredMeanwhileShowsThatOneAndSoDoesTheListAroundIt() {
        Tag late = Tag.of("met late");
        store.meanwhile(entry -> entry.text().equals("<li>n1</li>")
                ? new Entry(
                        entry.key(),
                        entry.version(),
                        "<li>newer</li>",
                        List.of(),
                        Snapshots.of(Map.of(late, entry.times().born())),
                        bornLater(entry.times()))
                : null);
        String page = "<ul><li>n0</li><li>newer</li><li>n2</li></ul>";
        shop.render("list", items(3)).shows(page);
        store.meanwhile(entry -> null);
        shop.render("list", items(3)).shows(page).hit("list all");
        shop.touch(late).render("list", items(3)).missed("list all", "item 1").hit("item 0", "item 2");
    }

    private static Times bornLater(Times times) {
        return new Times(
                times.born() + 1,
                times.written(),
                times.freshUntil(),
                times.staleUntil(),
                times.keepUntil(),
                times.cost());
    }

    /** There the engine runs the loop: what is not in the store is rendered as if there were no cache. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestThatMayNotStoreStoresNoRow(boolean preview) {
        String loop = LIST.replaceAll("<ul[^>]*>", "<ul>");
        shop.template("list", loop).render("list", items(3));
        Item[] items = items(4);
        items[1] = items[1].renamed("new");
        store.forgetCounts();
        Engine engine = shop.cache().engine();
        Page page = shop.with(
                        RequestScope.ATTRIBUTE,
                        preview
                                ? engine.requests().beginBypass()
                                : engine.requests().begin(false))
                .render("list", items)
                .shows("<ul><li>n0</li><li>new</li><li>n2</li><li>n3</li></ul>");
        assertThat(page.count("BYPASS")).isEqualTo(preview ? 4 : 2);
        assertThat(page.count("HIT")).isEqualTo(preview ? 0 : 2);
        assertThat(store.singleWrites()).isZero();
        assertThat(store.bulkWrites()).isEmpty();
    }

    /** The engine takes white space off the rows of a textual template, but not off the ends of the first and the last. */
    @ParameterizedTest
    @ValueSource(strings = {"th:each", "cache:each"})
    void aRowOfATextIsTheSameWhereverItStoodWhenItWasRendered(String loop) {
        String mail =
                "Mail:\n[# %s=\"i : ${items}\" cache:fragment=\"row\" cache:key=\"${i}\"]\n  * [(${i.name})]\n  [/]end";
        Stage site = Stage.lifetime("5m fresh").template("mail.txt", mail.formatted(loop));
        site.template("plain.txt", Sample.plain(mail.formatted(loop)));
        Item[] all = items(4);
        for (int[] order : new int[][] {{0, 1, 2, 3}, {3, 2, 1, 0}, {1}, {2, 1}, {1, 0, 3}, {2, 2, 2}, {0, 1, 2, 3}}) {
            Item[] some = Arrays.stream(order).mapToObj(i -> all[i]).toArray(Item[]::new);
            String plain = site.render("plain.txt", some).text();
            site.render("mail.txt", some).shows(plain);
            assertThat(site.render("mail.txt", some).shows(plain).count("MISS")).isZero();
        }
    }

    @Test
    void whatIsInTheListTwiceIsRenderedOnceAndShownTwice() {
        Item tea = Item.of("tea", "Tea");
        Item oat = Item.of("oat", "Oat");
        shop.render("list", tea, oat, tea)
                .shows("<ul><li>Tea</li><li>Oat</li><li>Tea</li></ul>")
                .rendered("item tea", "item oat", "list all");
    }

    @Test
    void onATagThatIsNoFragmentItIsAnError() {
        shop.template("list", "<li cache:each=\"i : ${items}\">x</li>");
        assertThatThrownBy(() -> shop.render("list"))
                .hasMessageContaining("cache:each=\"i : ${items}\" stands on a tag without cache:fragment. Add"
                        + " cache:fragment=\"name\" and cache:key to the tag, or write th:each.")
                .rootCause()
                .isInstanceOf(Problem.class);
    }

    private static String[] names(int size) {
        return IntStream.range(0, size).mapToObj(i -> "item " + i).toArray(String[]::new);
    }

    private static Item[] items(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Item.of(String.valueOf(i), "n" + i))
                .toArray(Item[]::new);
    }
}
