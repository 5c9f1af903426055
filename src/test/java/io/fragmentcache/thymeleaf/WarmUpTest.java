package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.Seams;
import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.ehcache.EhcacheStore;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.key.Locator;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fragments that are rendered before anyone asks. */
class WarmUpTest {
    private static final String CARDS =
            "<b th:each=\"i : ${items}\" cache:fragment=\"item\" cache:key=\"${i}\">[[${i.name}]]</b>";

    private static final Item TEA = Item.of("tea", "Tea");
    private static final Item OAT = Item.of("oat", "Oat");
    private static final Item RYE = Item.of("rye", "Rye");
    private static final Map<String, Item> CATALOG = Map.of("tea", TEA, "oat", OAT, "rye", RYE);

    @TempDir
    Path directory;

    private final List<Object> asked = new ArrayList<>();
    private Runnable meanwhile = () -> {};

    private Map<String, Object> card(Object id) {
        asked.add(id);
        meanwhile.run();
        Item item = CATALOG.get(id);
        if (item == null) {
            throw new IllegalStateException("sold out");
        }
        return Map.of("i", item);
    }

    private Stage shop() {
        return Stage.configured("5m fresh, 1h stale", builder -> builder.source("cards :: item", this::card))
                .template("cards", CARDS);
    }

    /** With files that the next one finds. */
    private Stage onDisk(String cards) {
        return Stage.over(
                        EhcacheStore.at(directory, 10),
                        "5m fresh, 1h stale",
                        builder -> builder.source("cards :: item", this::card))
                .template("cards", cards);
    }

    private static WarmUp warmUp(Stage shop) {
        return shop.cacheDialect().warmUp(shop.engine());
    }

    @Test
    void whatIsAddedIsRenderedBeforeAnyoneAsks() {
        Stage shop = shop();
        WarmUp warm = warmUp(shop).add("cards :: item", Locale.ENGLISH, List.of("tea"));
        warm.run();
        assertThat(List.of(warm.total(), warm.done(), warm.failed(), warm.left()))
                .containsExactly(1, 1, 0, 0);
        shop.render("cards", TEA).shows("<b>Tea</b>").hit("item tea");
    }

    @Test
    void afterADeploymentTheHottestFragmentsAreRenderedBeforeAnyoneAsks() {
        Stage before = onDisk(CARDS);
        before.render("cards", OAT);
        before.render("cards", TEA, OAT, RYE);
        before.render("cards", TEA, OAT);
        before.cache().close();

        Stage after = onDisk(CARDS.replace("b", "h3"));
        WarmUp warm = warmUp(after).hottest();
        after.during(warm::run).rendered("item oat", "item tea", "item rye");
        after.render("cards", TEA, OAT, RYE)
                .shows("<h3>Tea</h3><h3>Oat</h3><h3>Rye</h3>")
                .hit("item tea", "item oat", "item rye");
        after.cache().close();
    }

    @Test
    void afterARestartWithoutADeploymentNothingIsRenderedAgain() {
        Stage before = onDisk(CARDS);
        before.render("cards", TEA);
        before.cache().close();

        Stage after = onDisk(CARDS);
        WarmUp warm = warmUp(after).hottest();
        after.during(warm::run).rendered();
        assertThat(warm.done()).isEqualTo(1);
        after.cache().close();
    }

    @Test
    void eachLanguageIsWarmedThatWasAskedFor() {
        Stage before = onDisk(CARDS);
        before.locale(Locale.GERMAN).render("cards", TEA);
        before.cache().close();

        Stage after = onDisk(CARDS.replace("b", "i"));
        warmUp(after).hottest().run();
        after.locale(Locale.GERMAN).render("cards", TEA).hit("item tea");
        after.locale(Locale.ENGLISH).render("cards", TEA).missed("item tea");
        after.cache().close();
    }

    @Test
    void inMemoryThereIsNoLastRun() {
        Stage before = shop();
        before.render("cards", TEA);
        before.cache().close();
        assertThat(warmUp(shop()).hottest().total()).isZero();
    }

    @Test
    void whatIsStaleIsMadeAnewAndNotShownOnceMore() {
        Stage shop = shop();
        shop.render("cards", TEA);
        shop.wait("6m");
        WarmUp warm = warmUp(shop).add("cards :: item", Locale.ENGLISH, List.of("tea"));
        shop.during(warm::run).rendered("item tea");
        shop.render("cards", TEA).hit("item tea");
    }

    @Test
    void whatIsAddedTwiceIsRenderedOnce() {
        WarmUp warm = warmUp(shop())
                .add("cards :: item", Locale.ENGLISH, List.of("tea", "oat", "tea"))
                .add("cards :: item", Locale.ENGLISH, List.of("oat"));
        warm.run();
        assertThat(asked).containsExactly("tea", "oat");
    }

    @Test
    void itGoesOnAfterAFailure() {
        Stage shop = shop();
        WarmUp warm = warmUp(shop).add("cards :: item", Locale.ENGLISH, List.of("gone", "tea"));
        warm.run();
        assertThat(List.of(warm.total(), warm.done(), warm.failed())).containsExactly(2, 2, 1);
        shop.render("cards", TEA).hit("item tea");
    }

    @Test
    void anOldTextThatIsThereDoesNotHideAFailure() {
        Stage shop = shop().with("broken", false);
        shop.template("cards", CARDS.replace("[[${i.name}]]", "[[${i.name}]]<i th:if=\"${broken}\">[[${1/0}]]</i>"));
        shop.render("cards", TEA);
        Stage later = Stage.over(
                        shop.store(),
                        "5m fresh, 1h stale",
                        builder -> builder.source("cards :: item", id -> Map.of("i", TEA, "broken", true)))
                .template(
                        "cards", CARDS.replace("[[${i.name}]]", "[[${i.name}]]<i th:if=\"${broken}\">[[${1/0}]]</i>"));
        later.wait("6m");
        WarmUp warm = warmUp(later).add("cards :: item", Locale.ENGLISH, List.of("tea"));
        warm.run();
        assertThat(warm.failed()).isEqualTo(1);
        later.with("broken", false).render("cards", TEA).shows("<b>Tea</b>");
    }

    @Test
    void itWaitsBetweenAnyTwo() {
        List<Duration> pauses = new ArrayList<>();
        Stage shop = Stage.configured(
                        "5m fresh", builder -> Seams.pause(builder.source("cards :: item", this::card), pauses::add))
                .template("cards", CARDS);
        warmUp(shop)
                .add("cards :: item", Locale.ENGLISH, List.of("tea", "oat", "rye"))
                .perSecond(50)
                .run();
        assertThat(pauses).hasSize(3).containsOnly(Duration.ofMillis(20));
    }

    @Test
    void closedItEndsAfterTheFragmentAtHand() {
        Stage shop = shop();
        try (WarmUp warm = warmUp(shop).add("cards :: item", Locale.ENGLISH, List.of("tea", "oat", "rye"))) {
            meanwhile = warm::close;
            warm.run();
            assertThat(List.of(warm.done(), warm.left())).containsExactly(1, 2);
        }
        shop.render("cards", TEA).hit("item tea");
    }

    @Test
    void itEndsWithTheCache() {
        Stage shop = shop();
        WarmUp warm = warmUp(shop).add("cards :: item", Locale.ENGLISH, List.of("tea", "oat", "rye"));
        meanwhile = shop.cache()::close;
        warm.run();
        assertThat(List.of(warm.done(), warm.left())).containsExactly(1, 2);
    }

    @Test
    void theLockTellsWhichFragmentsThereAreThoseInsideOthersFirst() {
        Stage shop = Stage.configured(
                        "5m fresh",
                        builder -> builder.source("a-list :: list", id -> {
                                    asked.add(id);
                                    return Map.of("items", List.of(TEA, OAT));
                                })
                                .source("cards :: item", this::card))
                .template("cards", CARDS)
                .template(
                        "a-list",
                        "<ul cache:fragment=\"list\" cache:key=\"'all'\">"
                                + "<li th:replace=\"~{cards}\">x</li><i th:text=\"${items.size()}\">2</i></ul>"
                                + "<p cache:fragment=\"unsourced\" cache:key=\"'p'\">x</p>");
        List<Locator> identified = new ArrayList<>();
        WarmUp warm = warmUp(shop).approved(lock(shop), Locale.ENGLISH, locator -> {
            identified.add(locator);
            return List.of("tea", "oat");
        });
        warm.run();
        assertThat(identified).containsExactly(Locator.parse("cards :: item"));
        assertThat(asked).containsExactly("tea", "oat", "all");
        shop.render("a-list", TEA, OAT).hit("list all");
    }

    @Test
    void aFragmentWithoutASourceIsAnError() {
        Stage shop = shop();
        assertThatThrownBy(() -> warmUp(shop).add("cards :: list", Locale.ENGLISH, List.of(1)))
                .hasMessage("'cards :: list' has no source, so it cannot be rendered without a request. Add"
                        + " source(\"cards :: list\", id -> Map.of(..)) to the builder.");
    }

    private static DigestLock lock(Stage shop) {
        Digests digests = new Digests(shop.engine().getConfiguration(), "cache");
        return DigestLock.of(
                List.of("a-list :: list", "a-list :: unsourced", "cards :: item").stream()
                        .map(locator -> digests.of(Locator.parse(locator), null))
                        .toList(),
                Map.of());
    }

    /** Counterexample 27 of the review: of two names from one source a tag sets one, and the model has the other. */
    @Test
    void aWarmUpMeetsTheKeyOfReadersWhereATagSetsOneOfItsVariables() {
        Stage shop = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.source(
                                "cards :: item", id -> Map.of("i", CATALOG.get(id), "shop", "Teas", "w", "loose")))
                .with("shop", "Teas")
                .template(
                        "cards",
                        "<p th:with=\"w='loose'\"><b th:each=\"i : ${items}\" cache:fragment=\"item\""
                                + " cache:key=\"${i}, ${shop}\">[[${i.name}]] [[${shop}]] [[${w}]]</b></p>");
        WarmUp warm = warmUp(shop).add("cards :: item", Locale.ENGLISH, List.of("tea"));
        warm.run();
        shop.render("cards", TEA).shows("<p><b>Tea Teas loose</b></p>").hit("item tea Teas");
    }
}
