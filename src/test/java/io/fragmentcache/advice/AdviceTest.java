package io.fragmentcache.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fragmentcache.advice.Advice.Kind;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.usage.PageLog;
import io.fragmentcache.key.Tag;
import io.fragmentcache.testing.FragmentStage;
import io.fragmentcache.testing.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A shop whose visitors and clock are moved by hand, with one mistake of each kind in it, and with none. */
class AdviceTest {
    /** Something on a shelf. */
    public record Product(int id) {}

    /** What templates call to take a while. */
    public final class Work {
        public String take(int micros) {
            stage.clock().move(Duration.ofNanos(micros * 1_000L));
            return "done";
        }
    }

    private static final List<Product> SHELF =
            IntStream.range(0, 20).mapToObj(Product::new).toList();

    private final FragmentStage stage = FragmentStage.ofTemplates(settings -> settings.strict(false)
            .model(Product.class, Product::id, product -> 1)
            .lifetime(Lifetime.of("10m").stale("0s").jitter(0)));
    private final Work work = new Work();
    private int moment;

    AdviceTest() {
        assertThat(stage.cache().advice()).isEmpty();
    }

    private void visit(String template, int product) {
        visit(Visitor.anonymous(), template, product, 0);
    }

    private void visit(Visitor visitor, String template, int product, int loadMillis) {
        PageLog pages = stage.cache().engine().inspection().usage().pages();
        pages.begin("/" + template + "/" + product);
        stage.advance(Duration.ofMillis(loadMillis));
        stage.render(
                visitor,
                template,
                Map.of("p", new Product(product), "others", SHELF, "work", work, "moment", ++moment));
        pages.end(true);
    }

    private List<Advice> advice() {
        return stage.cache().advice();
    }

    private Advice only(Kind kind, String fragment) {
        assertThat(advice()).extracting(Advice::kind, Advice::fragment).containsExactly(tuple(kind, fragment));
        return advice().get(0);
    }

    @Test
    void whereNothingIsWrongNothingIsSaid() {
        stage.template("shelf", """
                <ul cache:fragment="list" cache:key="'all'"><li th:each="q : ${others}" cache:fragment="card" cache:key="${q}">\
                [[${work.take(4000)}]]<b cache:hole="">h</b></li>[[${work.take(900)}]]</ul>""");
        stage.template("page", "<p cache:fragment=\"page\" cache:key=\"${p}\" th:text=\"${work.take(3000)}\">x</p>");
        for (int round = 0; round < 30; round++) {
            for (int product = 0; product < 40; product++) {
                visit("shelf", product);
                visit("page", product);
            }
            stage.cache().touch("Product", round);
            stage.advance("20s");
        }
        // Each of these was asked for once: a cold cache is no mistake.
        for (int product = 1_000; product < 1_200; product++) {
            visit("page", product);
        }
        assertThat(advice()).isEmpty();
    }

    @Test
    void whatIsCheapAndRarelyHitDoesNotPay() {
        stage.template("page", "<i cache:fragment=\"badge\" cache:key=\"${p}\" th:text=\"${work.take(80)}\">x</i>");
        for (int round = 0; round < 5; round++) {
            for (int product = 0; product < 20; product++) {
                visit("page", product);
            }
            stage.advance("11m");
        }
        Advice advice = only(Kind.DOES_NOT_PAY, "page :: badge");
        assertThat(advice.write()).isEqualTo("remove its cache:fragment");
        assertThat(advice.figures()).containsEntry("hits", 0L).containsEntry("misses", 100L);
        assertThat(advice.sentence())
                .isEqualTo("Its 0 hits spared 0 µs of rendering, and its look-ups and stores took about 3.5 ms."
                        + " It does not pay to cache it.");
    }

    @Test
    void whatIsAlwaysRenderedWithItsParentIsAPartOfIt() {
        stage.template("page", """
                <div cache:fragment="box" cache:key="${p}"><i cache:fragment="label" cache:key="${p}">\
                [[${work.take(3000)}]]</i></div>""");
        for (int round = 0; round < 30; round++) {
            for (int visits = 0; visits < 5; visits++) {
                visit("page", 1);
            }
            stage.cache().touch("Product", 1);
        }
        Advice advice = only(Kind.ALWAYS_WITH_PARENT, "page :: label");
        assertThat(advice.figures()).containsEntry("hits", 0L).containsEntry("lookupsOfKnownKeys", 29L);
        assertThat(advice.sentence())
                .isEqualTo(
                        "Each time 'page :: box' was rendered again, this was rendered again too: 0 of 29 look-ups found"
                                + " it. Its own entries are never used. Let it be a part of 'page :: box'.");
    }

    @Test
    void aPartOfTheKeyThatChangesWithEachReadIsNamed() {
        stage.template(
                "page",
                "<p cache:fragment=\"offer\" cache:key=\"${p}, ${moment}\" th:text=\"${work.take(2000)}\">x</p>");
        for (int i = 0; i < 60; i++) {
            visit("page", i % 3);
        }
        Advice advice = only(Kind.KEY_NEVER_REPEATS, "page :: offer");
        assertThat(advice.write()).isEqualTo("cache:key without part 2, cache:hole where it is shown");
        assertThat(advice.figures()).containsEntry("keysWithoutThePart", 3L);
        assertThat(advice.sentence()).contains("part 2 of its key, which changes with each read");
        assertThat(advice.lost()).isGreaterThan(Duration.ofMillis(100));
    }

    @Test
    void aTouchOfAWholeClassIsNamed() {
        stage.template("page", "<p cache:fragment=\"price\" cache:key=\"${p}\" th:text=\"${work.take(2000)}\">x</p>");
        for (int round = 0; round < 10; round++) {
            for (int product = 0; product < 5; product++) {
                for (int visits = 0; visits < 5; visits++) {
                    visit("page", product);
                }
            }
            stage.cache().touch(Tag.of("Product"));
        }
        Advice advice = only(Kind.TOUCHED_AS_A_WHOLE, "page :: price");
        assertThat(advice.write()).isEqualTo("cache.touch(\"Product\", id)");
        assertThat(advice.figures()).containsEntry("missesByThisTag", 45L);
        assertThat(advice.sentence())
                .isEqualTo(
                        "45 misses came of touches of the whole type Product. Touch the model that changed; entries that"
                                + " show others stay fresh.");
    }

    @Test
    void whatChangesFasterThanItIsFreshMayBeShownStale() {
        stage.template("page", "<p cache:fragment=\"stock\" cache:key=\"${p}\" th:text=\"${work.take(5000)}\">x</p>");
        for (int round = 0; round < 40; round++) {
            visit("page", 9);
            visit("page", 9);
            stage.cache().touch("Product", 9);
        }
        Advice advice = only(Kind.CHANGES_FASTER_THAN_FRESH, "page :: stock");
        assertThat(advice.write()).isEqualTo("cache:stale-after-touch=\"1m\"");
        assertThat(advice.lost()).isEqualTo(Duration.ofMillis(39 * 5));
        assertThat(advice.sentence())
                .isEqualTo(
                        "Its data changed 39 times before its fresh time of 10m was over, and a visitor waited 5.0 ms each"
                                + " time. Show the old HTML while a new one is rendered.");
    }

    @Test
    void oneVariantForEachVisitorBelongsInAHole() {
        stage.template("page", """
                <p cache:fragment="hello" cache:key="${p}">[[${session.name}]] [[${work.take(2000)}]]</p>""");
        for (int i = 0; i < 60; i++) {
            visit(Visitor.named("guest" + i).session("name", "guest" + i), "page", 1, 0);
        }
        Advice advice = only(Kind.ONE_VARIANT_PER_VISITOR, "page :: hello");
        assertThat(advice.write()).isEqualTo("cache:hole");
        assertThat(advice.sentence())
                .contains("session.name, which each visitor has another value of. Put what reads it in a hole.");
    }

    @Test
    void aShortLifetimeInsideALongOneIsFound() {
        stage.template("page", """
                <div cache:fragment="box" cache:key="${p}">[[${work.take(3000)}]]<i cache:fragment="clock" cache:key="${p}"\
                 cache:fresh="10s" cache:stale="0s">[[${work.take(2000)}]]</i></div>""");
        for (int i = 0; i < 40; i++) {
            visit("page", 1);
            visit("page", 1);
            visit("page", 1);
            stage.advance("11s");
        }
        assertThat(advice()).extracting(Advice::kind).contains(Kind.BOUNDS_ITS_PARENT);
        Advice advice = advice().stream()
                .filter(each -> each.kind() == Kind.BOUNDS_ITS_PARENT)
                .findFirst()
                .orElseThrow();
        assertThat(advice.fragment()).isEqualTo("page :: clock");
        assertThat(advice.figures()).containsEntry("rendersOfTheParent", 39L).containsEntry("freshSeconds", 10L);
        assertThat(advice.write()).isEqualTo("cache:hole on an element around it");
        assertThat(advice.lost()).isBetween(Duration.ofMillis(39 * 3), Duration.ofMillis(39 * 3 + 10));
    }

    @Test
    void aPageThatLoadsBeforeAHitIsTold() {
        stage.template("page", "<p cache:fragment=\"main\" cache:key=\"${p}\" th:text=\"${work.take(2000)}\">x</p>");
        for (int i = 0; i < 40; i++) {
            visit(Visitor.anonymous(), "page", i % 4, 12);
        }
        Advice advice = only(Kind.LOADS_FOR_NOTHING, "page :: main");
        assertThat(advice.figures()).containsEntry("pages", 36L).containsEntry("microsBefore", 12_000L);
        assertThat(advice.lost()).isEqualTo(Duration.ofMillis(36 * 12));
        assertThat(advice.write()).contains("Lazy.of(");
    }

    @Test
    void aSlowRegionWithoutAFragmentIsTold() {
        stage.template(
                "cart",
                "<div><p cache:fragment=\"main\" cache:key=\"${p}\">x [[${work.take(2000)}]]</p>[[${work.take(45000)}]]</div>");
        for (int i = 0; i < 30; i++) {
            visit("cart", i % 3);
        }
        Advice advice = only(Kind.SLOW_WITHOUT_FRAGMENT, "/cart/*");
        assertThat(advice.figures()).containsEntry("pages", 30L).containsEntry("microsOutside", 45_000L);
        assertThat(advice.sentence())
                .isEqualTo(
                        "These pages take 45 ms on average, 45 ms of it outside of all fragments. Cache the region that"
                                + " takes it.");
    }

    @Test
    void whatCostsMostComesFirst() {
        aPageThatLoadsBeforeAHitIsTold();
        stage.template("page2", "<p cache:fragment=\"stock\" cache:key=\"${p}\" th:text=\"${work.take(50000)}\">x</p>");
        for (int round = 0; round < 40; round++) {
            visit("page2", 9);
            stage.cache().touch("Product", 9);
        }
        assertThat(advice())
                .extracting(Advice::kind)
                .containsExactly(Kind.CHANGES_FASTER_THAN_FRESH, Kind.LOADS_FOR_NOTHING);
        assertThat(advice().get(0).toString()).startsWith("page2 :: stock: Its data changed 39 times");
    }
}
