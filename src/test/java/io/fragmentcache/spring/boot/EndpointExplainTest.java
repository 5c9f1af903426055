package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Freshness.Verdict;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.GuestExchange;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.thymeleaf.context.WebContext;

/** A URL holds texts and no models: an operator asks about an item as the cache prints it. */
class EndpointExplainTest {
    private static final Item TEA = Item.of("tea", "Tea");
    private static final Item OAT = Item.of("oat", "Oat");

    /** Two processes share it. */
    private final Store store = CaffeineStore.ofMegabytes(1);

    private final Stage shop = shop();
    private final FragmentsEndpoint endpoint = Endpoints.of(shop.cache());

    private Stage shop() {
        return Stage.over(store, "10m fresh")
                .template("card", "<p cache:fragment='card' cache:key='${item}' th:text='${item.name}'>x</p>")
                .template("plain", "<p cache:fragment='plain' cache:key='${item}'>always the same</p>")
                .template(
                        "plan",
                        "<p cache:fragment='plan' cache:key='${item}' cache:vary='*' th:text='${session.plan}'>x</p>")
                .template(
                        "pair", "<p cache:fragment='pair' cache:key='${number}, ${item}' th:text='${item.name}'>x</p>");
    }

    private static void visit(Stage at, String template, Item item, String plan) {
        visit(at, template, Map.of("item", item, "number", 7L), plan, Locale.ENGLISH);
    }

    private static void visit(Stage at, String template, Map<String, Object> model, String plan, Locale locale) {
        GuestExchange guest = new GuestExchange(Guest.withoutName().session("plan", plan));
        at.render(template, new WebContext(guest, locale, new HashMap<>(model)));
    }

    private List<String> explain(String fragment, String... key) {
        return endpoint.fragment(new String[] {fragment}, List.of(key)).explanations();
    }

    @Test
    void aModelIsNamedAsTheKeyPrintsIt() {
        visit(shop, "card", TEA, "gold");
        visit(shop, "card", OAT, "gold");
        assertThat(explain("card :: card", "Item:tea"))
                .singleElement()
                .asString()
                .contains("Item:tea", "FRESH (fresh)")
                .doesNotContain("oat");
    }

    @Test
    void eachSettingTellsWhereItComesFrom() {
        visit(shop, "card", TEA, "gold");
        assertThat(endpoint.fragment(new String[] {"card :: card"}, List.of()).settings())
                .contains(new FragmentsEndpoint.Setting("fresh", "10m", "the library's default"))
                .anySatisfy(setting -> assertThat(setting.from()).matches("cache:key, .* line 1"));
    }

    @Test
    void anIdentityAloneIsEnough() {
        visit(shop, "card", TEA, "gold");
        assertThat(explain("card :: card", "tea")).singleElement().asString().contains("Item:tea", "FRESH (fresh)");
        assertThat(explain("card :: card", "ea")).noneMatch(line -> line.contains("FRESH"));
    }

    @Test
    void aFragmentThatReadsNoFactsIsFoundToo() {
        visit(shop, "plain", TEA, "gold");
        assertThat(explain("plain :: plain", "Item:tea"))
                .singleElement()
                .asString()
                .contains("Item:tea", "FRESH (fresh)");
    }

    @Test
    void aKeyWithoutFactsThatOnlyHitIsFoundToo() {
        visit(shop, "plain", TEA, "gold");
        Stage restarted = shop();
        FragmentsEndpoint counting = Endpoints.of(restarted.cache());
        visit(restarted, "plain", TEA, "gold");
        assertThat(counting.fragment(new String[] {"plain :: plain"}, List.of("Item:tea"))
                        .explanations())
                .singleElement()
                .asString()
                .contains("Item:tea", "FRESH (fresh)");
    }

    @Test
    void eachSetOfFactsAndEachLanguageIsExplained() {
        visit(shop, "plan", TEA, "gold");
        visit(shop, "plan", TEA, "free");
        visit(shop, "plan", Map.of("item", TEA), "free", Locale.GERMAN);
        assertThat(explain("plan :: plan", "Item:tea"))
                .hasSize(3)
                .allMatch(line -> line.contains("Item:tea") && line.contains("FRESH (fresh)"));
    }

    @Test
    void eachValueOfALongerKeyIsCompared() {
        visit(shop, "pair", TEA, "gold");
        assertThat(explain("pair :: pair", "7", "Item:tea"))
                .singleElement()
                .asString()
                .contains("7 Item:tea", "FRESH");
        assertThat(explain("pair :: pair", "8", "Item:tea")).noneMatch(line -> line.contains("FRESH"));
        assertThat(explain("pair :: pair", "7")).noneMatch(line -> line.contains("FRESH"));
    }

    @Test
    void aChangeSinceIsTold() {
        visit(shop, "card", TEA, "gold");
        shop.touch(TEA);
        assertThat(explain("card :: card", "Item:tea"))
                .singleElement()
                .asString()
                .contains("UNUSABLE (touched Item:tea)");
    }

    /** The version is that of the last reader: of the first one, a current entry would look outdated. */
    @Test
    void aNewerVersionOfTheModelIsWhatTheEntryIsComparedWith() {
        visit(shop, "card", TEA, "gold");
        Item renamed = TEA.renamed("Chai");
        visit(shop, "card", renamed, "gold");
        visit(shop, "card", renamed, "gold");
        assertThat(explain("card :: card", "Item:tea"))
                .singleElement()
                .asString()
                .contains("FRESH (fresh)");
    }

    @Test
    void whatNobodyAskedForIsSaidToBeUnknownWithKeysThatAreKnown() {
        visit(shop, "card", TEA, "gold");
        visit(shop, "card", OAT, "gold");
        assertThat(explain("card :: card", "Item:rum"))
                .last()
                .asString()
                .isEqualTo(
                        "'card :: card' was not requested with 'Item:rum' since the start. An entry of an earlier run is"
                                + " found when a request asks for it. Requested keys are for example: Item:oat; Item:tea.");
    }

    /** The store of a run before holds the entry, and no text names the facts in its key. */
    @Test
    void afterARestartTheNamesThatAreMissingAreTold() {
        visit(shop, "plan", TEA, "gold");
        Stage restarted = shop();
        FragmentsEndpoint again = Endpoints.of(restarted.cache());
        assertThat(again.fragment(new String[] {"plan :: plan"}, List.of("Item:tea"))
                        .explanations())
                .containsExactly("'plan :: plan' was not requested since the start."
                        + " Request a page that shows it, then ask again.");
        visit(restarted, "plan", OAT, "gold");
        assertThat(again.fragment(new String[] {"plan :: plan"}, List.of("Item:tea"))
                        .explanations())
                .first()
                .asString()
                .contains("not requested since the start; the key also holds")
                .contains("session.plan")
                .contains("whose values are unknown until a request asks for it");
        visit(restarted, "plan", TEA, "gold");
        assertThat(again.fragment(new String[] {"plan :: plan"}, List.of("Item:tea"))
                        .explanations())
                .singleElement()
                .asString()
                .contains("FRESH (fresh)");
    }

    /** A model at hand is enough, where the key holds no facts but variables. */
    @Test
    void afterARestartAModelFindsWhatTheRunBeforeStored() {
        visit(shop, "card", TEA, "gold");
        Stage restarted = shop();
        visit(restarted, "card", OAT, "gold");
        assertThat(restarted.cache().explain("card :: card", TEA))
                .singleElement()
                .satisfies(told -> assertThat(told.freshness().verdict()).isEqualTo(Verdict.FRESH));
    }

    /** The first rendering finds out what it reads, so it is stored under a longer key than it was asked for with. */
    @Test
    void theFirstVisitIsExplainedByTheKeyThatItWasStoredUnder() {
        visit(shop, "plan", TEA, "gold");
        assertThat(explain("plan :: plan", "Item:tea"))
                .singleElement()
                .asString()
                .contains("session.plan", "FRESH");
        assertThat(shop.cache().explain("plan :: plan", TEA))
                .singleElement()
                .satisfies(told -> assertThat(told.freshness().verdict()).isEqualTo(Verdict.FRESH));
    }

    @Test
    void anEntryThatIsGoneIsAbsentAndNotUnknown() {
        visit(shop, "card", TEA, "gold");
        shop.evictAll();
        assertThat(explain("card :: card", "Item:tea"))
                .singleElement()
                .asString()
                .contains("Item:tea", "(absent)");
    }

    @Test
    void aKeyOfAnEarlierTemplateIsNotTakenForTheCurrentOne() {
        visit(shop, "card", TEA, "gold");
        shop.edit("card", "<p", "<b").edit("card", "</p", "</b");
        visit(shop, "card", OAT, "gold");
        assertThat(explain("card :: card", "Item:tea")).noneMatch(line -> line.contains("FRESH"));
    }

    @Test
    void javaCallersNameModelsByTextToo() {
        visit(shop, "card", TEA, "gold");
        assertThat(shop.cache().explain("card :: card", "Item:tea"))
                .extracting(Explanation::freshness)
                .singleElement()
                .satisfies(freshness -> assertThat(freshness.verdict()).isEqualTo(Verdict.FRESH));
    }

    @Test
    void aTextThatIsAKeyItselfComesBeforeAModelThatReadsAlike() {
        Map<String, Object> asText = Map.of("item", Item.of("tea", "Tea"));
        visit(shop, "card", asText, "gold", Locale.ENGLISH);
        shop.template("words", "<p cache:fragment='words' cache:key='${word}'>same</p>");
        visit(shop, "words", Map.of("word", "Item:tea"), "gold", Locale.ENGLISH);
        visit(shop, "words", Map.of("word", TEA), "gold", Locale.ENGLISH);
        assertThat(explain("words :: words", "Item:tea"))
                .singleElement()
                .asString()
                .contains("FRESH");
    }
}
