package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Page;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends of life that come from data. */
class UntilTest {
    private static final String SALE =
            "<p cache:fragment=\"sale\" cache:key=\"'s'\" cache:until=\"${ends}\" th:text=\"${shown}\">x</p>";

    private final Stage shop = Stage.configured(
                    "1h fresh, 1h stale, 24h onError", builder -> builder.zone(ZoneOffset.ofHours(1)))
            .template("page", SALE)
            .template("outer", "<div cache:fragment=\"outer\" cache:key=\"'o'\"><b th:replace=\"~{page}\">x</b></div>");

    private Instant in(String duration) {
        return now().plus(Lifetime.of(duration).fresh());
    }

    private Instant now() {
        return shop.clock().instant();
    }

    private Page page(String template, @Nullable Object ends, Object shown) {
        return shop.with("ends", ends).with("shown", shown).render(template);
    }

    private static final class Failing {
        @Override
        public String toString() {
            throw new IllegalStateException("the database is away");
        }
    }

    @Test
    void whatEndsIsNotShownAfterItsEnd() {
        Instant end = in("10m");
        page("page", end, "sale").shows("<p>sale</p>").missed("sale s");
        shop.wait("7m");
        page("page", end, "other").shows("<p>sale</p>").hit("sale s");
        shop.wait("3m");
        page("page", null, "over").shows("<p>over</p>").missed("sale s");
    }

    @Test
    void anErrorDoesNotBringBackWhatHasEnded() {
        Instant end = in("10m");
        page("page", end, "sale");
        shop.wait("9m");
        page("page", end, new Failing()).shows("<p>sale</p>");
        shop.runBackground();
        shop.wait("1m");
        assertThatThrownBy(() -> page("page", null, new Failing())).hasStackTraceContaining("the database is away");
        assertThatThrownBy(() -> page("page", end, new Failing())).hasStackTraceContaining("the database is away");
    }

    @Test
    void itIsRegeneratedInTheLastFifthBeforeItsEndIfSomebodyAsks() {
        page("page", Duration.ofMinutes(10), "one");
        shop.wait("8m");
        page("page", Duration.ofMinutes(10), "two").shows("<p>one</p>").stale("sale s");
        shop.runBackground().regenerated("sale s");
        shop.wait("3m");
        page("page", Duration.ofMinutes(10), "three").shows("<p>two</p>").hit("sale s");
    }

    @Test
    void aFragmentAroundEndsWithTheEarliestInside() {
        shop.template(
                "two",
                "<div cache:fragment=\"outer\" cache:key=\"'o'\"><i cache:fragment=\"a\" cache:key=\"1\""
                        + " cache:until=\"${ends}\">a</i><i cache:fragment=\"b\" cache:key=\"2\""
                        + " cache:until=\"${later}\">b</i></div>");
        Instant end = in("10m");
        shop.with("later", in("20m"));
        page("two", end, "").missed("outer o", "a 1", "b 2");
        shop.wait("9m");
        page("two", end, "").stale("outer o");
        shop.wait("1m");
        page("two", null, "").missed("outer o", "a 1").hit("b 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p cache:fragment='i' cache:key='1' cache:if='${false}' cache:until='${ends}' th:text='${shown}'>x</p>",
                "<p cache:fragment='i' cache:key='${nobody}' cache:if='${false}' cache:until='${ends}' th:text='${shown}'>x</p>",
                "<p cache:each='i : ${items}' cache:fragment='i' cache:key='${i}' cache:if='${false}' cache:until='${ends}' th:text='${shown}'>x</p>",
                "<p cache:fragment='m' cache:key='1' cache:if='${false}'><i cache:fragment='i' cache:key='1' cache:if='${false}' cache:until='${ends}' th:text='${shown}'>x</i></p>"
            })
    void anEndIsNotLostWhereTheFragmentIsBakedIntoTheOneAround(String inner) {
        shop.template("around", "<div cache:fragment=\"around\" cache:key=\"'o'\">" + inner + "</div>");
        Item tea = Item.of("tea", "Tea");
        shop.with("ends", in("10m")).with("shown", "sale").render("around", tea).missed("around o");
        shop.wait("7m").render("around", tea).hit("around o");
        shop.wait("3m").with("shown", new Failing());
        assertThatThrownBy(() -> shop.render("around", tea)).hasStackTraceContaining("the database is away");
        shop.wait("1m").with("shown", "over").with("ends", null);
        shop.render("around", tea).missed("around o");
    }

    @Test
    void whatWasBakedInAfterItsEndIsNotStored() {
        shop.template(
                "around",
                "<div cache:fragment=\"around\" cache:key=\"'o'\">"
                        + "<p cache:fragment='i' cache:key='1' cache:if='${false}' cache:until='${ends}' th:text='${shown}'>x</p></div>");
        Instant past = now().minusSeconds(1);
        page("around", past, "sale").shows("<div><p>sale</p></div>");
        page("around", past, "over").shows("<div><p>over</p></div>");
    }

    @Test
    void anEndThatCannotBeToldKeepsTheOneAroundFromBeingStored() {
        shop.template(
                "around",
                "<div cache:fragment=\"around\" cache:key=\"'o'\">"
                        + "<p cache:fragment='i' cache:key='1' cache:if='${false}' cache:until='${ends}' th:text='${shown}'>x</p></div>");
        page("around", "soon", "sale").shows("<div><p>sale</p></div>");
        page("around", "soon", "over").shows("<div><p>over</p></div>");
    }

    @Test
    void whatShowsAnInnerHitEndsWithIt() {
        Instant end = in("10m");
        page("page", end, "sale");
        shop.wait("5m");
        page("outer", end, "other")
                .shows("<div><p>sale</p></div>")
                .hit("sale s")
                .missed("outer o");
        shop.wait("5m");
        page("outer", null, "over").shows("<div><p>over</p></div>").missed("outer o", "sale s");
    }

    @Test
    void whatHasEndedAlreadyIsShownAndNotStored() {
        page("outer", now(), "one").shows("<div><p>one</p></div>").refused("sale", "outer");
        page("outer", now(), "two").shows("<div><p>two</p></div>").missed("outer o", "sale s");
        page("outer", null, "three").shows("<div><p>three</p></div>").missed("outer o", "sale s");
        page("outer", null, "four").shows("<div><p>three</p></div>").hit("outer o");
    }

    @Test
    void anEndThatPassesWhileItIsRenderedKeepsItFromBeingStored() {
        Object slow = new Object() {
            @Override
            public String toString() {
                shop.wait("11m");
                return "slow";
            }
        };
        Instant end = in("10m");
        page("outer", end, slow).shows("<div><p>slow</p></div>").refused("sale", "outer");
        page("outer", null, "over").shows("<div><p>over</p></div>");
    }

    @Test
    void anEndThatWasMovedForwardOutdatesWhatWasStoredForTheLaterOne() {
        page("page", in("30m"), "sale");
        page("page", in("20m"), "shorter").shows("<p>shorter</p>").missed("sale s");
        page("page", in("40m"), "longer").shows("<p>shorter</p>").hit("sale s");
    }

    @Test
    void anEndThatWasMovedForwardIsNotShownOnErrorEither() {
        page("page", in("30m"), "sale");
        assertThatThrownBy(() -> page("page", in("20m"), new Failing())).hasStackTraceContaining("database");
        assertThatThrownBy(() -> page("page", now().minusSeconds(1), new Failing()))
                .hasStackTraceContaining("database");
    }

    @Test
    void midnightAndADayAreThoseOfTheCachesZone() {
        // 01:00 in the zone of the cache: the clock of the stage stands at midnight or another full hour.
        LocalDate tomorrow = LocalDate.ofInstant(now(), ZoneOffset.ofHours(1)).plusDays(1);
        Instant end = tomorrow.atStartOfDay(ZoneOffset.ofHours(1)).toInstant();
        shop.template("day", SALE.replace("sale", "day").replace("${ends}", "midnight"));
        shop.template("date", SALE.replace("sale", "date"));
        page("day", null, "today");
        page("date", tomorrow, "today");
        assertThat(shop.keys()).hasSize(2);
        for (Key key : shop.keys()) {
            Times times = entry(key).times();
            assertThat(times.keepUntil()).isEqualTo(Micros.of(end));
        }
    }

    @Test
    void severalEndsAreSeparatedByCommasAndTheEarliestCounts() {
        shop.template("both", SALE.replace("${ends}", "${ends}, midnight, ${null}"));
        page("both", in("5m"), "x");
        assertThat(entry(shop.keys().get(0)).times().keepUntil()).isEqualTo(Micros.of(in("5m")));
    }

    @Test
    void explainTellsTheEndAndAnEntryWithoutOneTellsNone() {
        page("page", in("10m"), "x");
        assertThat(shop.cache().explain("page :: sale", "s"))
                .extracting(Explanation::toString)
                .singleElement()
                .asString()
                .endsWith(", never shown after " + in("10m"));
        shop.template("plain", "<p cache:fragment=\"plain\" cache:key=\"'s'\">x</p>");
        shop.render("plain");
        assertThat(shop.cache().explain("plain :: plain", "s").toString()).doesNotContain("never shown");
    }

    @Test
    void anEntryFromBeforeTheAttributeWasWrittenIsNotFound() {
        shop.template("page", SALE.replace(" cache:until=\"${ends}\"", ""));
        page("page", null, "sale");
        shop.template("page", SALE);
        page("page", in("10m"), "new").shows("<p>new</p>").missed("sale s");
    }

    @Test
    void whatIsNoTimeIsAnErrorThatNamesTheFragment() {
        assertThatThrownBy(() -> page("page", "soon", "x"))
                .hasMessageContaining("cache:fragment 'sale': cache:until is 'soon', which is not a time. Give an"
                        + " Instant, ZonedDateTime, OffsetDateTime, LocalDateTime, LocalDate, Date or Duration, the word"
                        + " midnight, or null for no end.");
    }

    @Test
    void aRowOfALoopHasItsOwnEnd() {
        shop.template(
                "rows",
                "<li cache:each=\"e : ${ends}\" cache:fragment=\"row\" cache:key=\"${eStat.index}\" cache:until=\"${e}\""
                        + " th:text=\"${shown}\">x</li>");
        List<Instant> ends = List.of(in("10m"), in("20m"));
        page("rows", ends, "one").shows("<li>one</li><li>one</li>");
        shop.wait("10m");
        page("rows", List.of(in("30m"), ends.get(1)), "two").shows("<li>two</li><li>one</li>");
    }

    @Test
    void theExpressionIsEvaluatedOnceForEachLookUp() {
        AtomicInteger asked = new AtomicInteger();
        Instant end = in("10m");
        shop.template("page", SALE.replace("${ends}", "${clock.end()}")).with("clock", new Ends() {
            @Override
            public Instant end() {
                asked.incrementAndGet();
                return end;
            }
        });
        page("page", null, "x");
        page("page", null, "x").hit("sale s");
        assertThat(asked).hasValue(2);
    }

    /** Something that tells an end. */
    public interface Ends {
        Instant end();
    }

    private Entry entry(Key key) {
        Entry entry = shop.store().read(key);
        assertThat(entry).isNotNull();
        return Objects.requireNonNull(entry);
    }
}
