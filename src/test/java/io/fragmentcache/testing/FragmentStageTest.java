package io.fragmentcache.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Versioned;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FragmentStageTest {
    private static final String LIST = """
            <ul cache:fragment="list" cache:key="'all'" cache:version="${items}" cache:fresh="10m" cache:stale="1h">
              <li th:each="item : ${items}" cache:fragment="item" cache:key="${item}" cache:fresh="1d" cache:stale="1d" th:text="${item.name}">x</li>
            </ul>""";

    private final Item tea = new Item("tea", "Tea", 1);
    private final Item oat = new Item("oat", "Oat", 1);
    private final Map<String, Object> both = Map.of("items", List.of(tea, oat));
    private final FragmentStage shop = FragmentStage.ofTemplates().template("list", LIST);

    @Test
    void aMissIsNamedByItsNameOrByTheValuesOfItsKeyToo() {
        shop.render("list", both)
                .missed("list", "item")
                .hit()
                .stale()
                .bypassed()
                .notStored();
        FragmentStage another = FragmentStage.ofTemplates().template("list", LIST);
        another.render("list", both)
                .missed("item Item:tea", "list all", "item oat")
                .because("list", "absent");
    }

    @Test
    void aHitAsksForNothingInsideIt() {
        shop.render("list", both);
        shop.render("list", both).hit("list").missed();
    }

    @Test
    void theClockMakesAFragmentStaleAndTheBackgroundRunMakesItFreshAgain() {
        shop.render("list", both);
        shop.advance("11m").render("list", both).stale("list").because("list", "age");
        shop.runBackground().regenerated("list").reused("item").failed();
        shop.render("list", both).hit("list");
    }

    @Test
    void aTouchOutdatesWhatShowsTheModelAndNothingElse() {
        shop.render("list", both);
        shop.touch(tea).outdated("list", "item tea");
        shop.render("list", both).missed("list", "item tea").hit("item oat").because("item tea", "touched Item:tea");
        shop.touch("Item", "oat").outdated("list", "item oat");
        shop.touch(new Item("milk", "Milk", 1)).outdated();
    }

    @Test
    void aChangeOfAServiceIsComparedAsATouchIs() {
        shop.render("list", both);
        shop.change(() -> shop.cache().touchEverything()).outdated("list", "item");
    }

    @Test
    void whatWasOutdatedBeforeIsNotOutdatedAgain() {
        shop.render("list", both);
        shop.touch(tea);
        shop.touch(tea, oat).outdated("item oat");
    }

    @Test
    void aFragmentThatTheTestDoesNotNameFailsIt() {
        shop.render("list", both);
        shop.touch(tea);
        assertThatThrownBy(() -> shop.render("list", both).missed("list"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("'item tea' is a miss (touched Item:tea) too, and the test does not name it.\n"
                        + "This render: 'list all' is a miss (touched Item:tea), 'item tea' is a miss (touched Item:tea),"
                        + " 'item oat' is a hit.");
    }

    @Test
    void aNameWithoutValuesMeansEveryFragmentOfThatName() {
        shop.render("list", both);
        shop.touch(tea);
        assertThatThrownBy(() -> shop.render("list", both).missed("list", "item"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("'item oat' is not a miss, it is a hit.\n");
    }

    @Test
    void aNameThatNoFragmentHasFailsTheTest() {
        assertThatThrownBy(() -> shop.render("list", both).missed("list", "item", "itm"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("'itm' is not a miss: no fragment is called that.\nThis render: ");
    }

    @Test
    void aTouchThatOutdatedMoreThanTheTestNamesFailsIt() {
        shop.render("list", both);
        TouchResult touched = shop.touch(tea);
        assertThatThrownBy(() -> touched.outdated("item tea"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("'list all' is outdated (touched Item:tea) too, and the test does not name it.\n"
                        + "This change: 'list all' is outdated (touched Item:tea), 'item tea' is outdated (touched Item:tea),"
                        + " 'item oat' is still fresh.");
    }

    @Test
    void aTouchBeforeAnythingWasRenderedProvesNothing() {
        assertThatThrownBy(() -> shop.touch(tea).outdated())
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "No fragment was fresh before this change, so nothing could be outdated by it. Render the pages"
                                + " that show the model first.");
    }

    @Test
    void aReasonThatIsNotTheReasonFailsTheTest() {
        assertThatThrownBy(() -> shop.render("list", both).because("list", "age"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "'list' has another reason than 'age'.\nThis render: 'list all' is a miss (absent)");
    }

    @Test
    void whatTouchesIsAnotherVisitorWhoIsShownStaleHtmlWhereTheLifetimeAllowsIt() {
        FragmentStage lenient = FragmentStage.ofTemplates(
                        cache -> cache.lifetime(Lifetime.of("10m").staleAfterTouch("1m")))
                .template("page", "<b cache:fragment=\"b\" cache:key=\"${item}\" th:text=\"${item.name}\"></b>");
        lenient.render("page", Map.of("item", tea));
        lenient.touch(tea).outdated("b tea");
        lenient.render("page", Map.of("item", tea)).stale("b");
    }

    @Test
    void aFragmentThatIsShownTwiceOnAPageCountsByItsFirstLookup() {
        shop.render("list", Map.of("items", List.of(tea, tea)))
                .missed("list", "item tea")
                .hit();
    }

    @Test
    void theClockDrawsNoJitter() {
        FragmentStage jittery = FragmentStage.ofTemplates(
                        cache -> cache.lifetime(Lifetime.of("10m").jitter(0.5)))
                .template("page", "<b cache:fragment=\"b\" cache:key=\"'x'\">b</b>");
        jittery.render("page");
        jittery.advance("9m").render("page").hit("b");
        jittery.advance("1m").render("page").stale("b");
    }

    @Test
    void whatIsShownIsComparedAndTheElementThatDiffersIsNamed() {
        shop.template("page", "<p><b th:text=\"${name}\">x</b></p>");
        shop.render("page", Map.of("name", "Tea")).shows("<p><b>Tea</b></p>");
        assertThatThrownBy(() -> shop.render("page", Map.of("name", "Oat")).shows("<p><b>Tea</b></p>"))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "The page is not the expected one in html > body > p > b\n  expected: Tea\n  shown:    Oat");
    }

    @Test
    void aFragmentThatIsNotStoredIsNamedWithItsReason() {
        FragmentStage lenient = FragmentStage.ofTemplates(cache -> cache.strict(false))
                .template("page", "<b cache:fragment=\"b\" cache:key=\"'x'\" th:text=\"${session.user}\"></b>");
        RenderedPage page =
                lenient.render(Visitor.named("Zoë").session("user", new AtomicReference<>("Zoë")), "page", Map.of());
        page.notStored("b");
        assertThatThrownBy(page::notStored)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("'b' was not stored either: ");
        assertThatThrownBy(() -> lenient.render("page").notStored("c"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'c' was stored, or was not rendered.");
    }

    @Test
    void aRegenerationThatFailsIsNamedWithItsSentence() {
        shop.template(
                "page", "<b cache:fragment=\"b\" cache:key=\"'x'\" cache:fresh=\"1m\" th:text=\"${item.name}\"></b>");
        Map<String, Object> changing = new HashMap<>(Map.of("item", tea));
        shop.render("page", changing);
        changing.put("item", new Broken());
        shop.advance("90s").render("page", changing).stale("b");
        BackgroundRun run = shop.runBackground().failed("b").regenerated();
        assertThat(run).hasToString("This background run: 'b x' is a failure (no name today).");
    }

    @Test
    void aVisitorTellsSessionLoginParametersCookiesHeadersLocaleAndVariables() {
        Visitor zoe = Visitor.named("Zoë")
                .session("user", "zoe-1")
                .principal("zoe-2")
                .parameter("q", "a b", "c")
                .cookie("currency", "EUR")
                .header("X-Device", "phone")
                .locale(Locale.GERMAN)
                .variable("cart", "3 items");
        FragmentStage all = FragmentStage.ofTemplates(
                        cache -> cache.vary("currency", request -> request.cookie("currency"))
                                .vary("device", request -> request.header("x-device"))
                                .vary("login", request -> request.principal()))
                .template("told", """
                        <b th:text="${session.user}"></b><b th:text="${param.q}"></b><b th:text="${cart}"></b>\
                        <b th:text="${#locale}"></b><a th:href="@{/x(a=1)}"></a>""")
                .template("page", "<b cache:fragment='b' cache:key=\"'x'\" cache:vary='currency, device, login'>b</b>");
        all.render(zoe, "told", Map.of("cart", "none"))
                .shows("<b>zoe-1</b><b>[a b, c]</b><b>3 items</b><b>de</b><a href=\"/x?a=1\"></a>");
        all.render(zoe, "page", Map.of()).missed("b x currency=EUR device=phone login=zoe-2");
        all.render("page").missed("b x");
    }

    /** What the templates show. */
    record Item(String id, String name, int version) implements Versioned {
        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return version;
        }
    }

    /** Cannot be shown. */
    static final class Broken {
        public String getName() {
            return Optional.<String>empty().orElseThrow(() -> new IllegalStateException("no name today"));
        }
    }
}
