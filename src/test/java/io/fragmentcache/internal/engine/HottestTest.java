package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Version;
import io.fragmentcache.key.Versions;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Warned;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.stage.HandExecutor;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which fragments are asked for most, kept for the next run. */
class HottestTest {
    private static final Locator CARD = Locator.parse("list :: card");

    private enum Flavour {
        SMOKY
    }

    private final Store store = CaffeineStore.ofMegabytes(16);
    private final HandClock clock = new HandClock();
    private final HandExecutor executor = new HandExecutor();
    private final List<String> warnings = new ArrayList<>();
    private FragmentCache cache = start();

    /** Over a store that outlives it. */
    private FragmentCache start() {
        return FragmentCache.over(store)
                .clock(clock)
                .executor(executor)
                .source(CARD.toString(), id -> Map.of())
                .listener(new Listener() {
                    @Override
                    public void warned(Warned event) {
                        warnings.add(event.sentence());
                    }
                })
                .build();
    }

    private void restart() {
        writeList();
        cache = start();
    }

    /** As closing does, but for the store. */
    private void writeList() {
        ask("last", 1);
        clock.move(Duration.ofMinutes(10));
        ask("last", 1);
        executor.runAll();
    }

    private void ask(Object identity, int times) {
        ask(CARD, identity, times, null);
    }

    private void ask(Locator locator, Object identity, int times, @Nullable RequestScope scope) {
        Fragment plain = EngineStage.fragment(locator + " " + identity, EngineStage.LIFETIME);
        Fragment fragment = new Fragment(
                locator,
                plain.key(),
                plain.version(),
                plain.lifetime(),
                Set.of(),
                List::of,
                () -> new Subject(locator, Locale.GERMAN, identity),
                Set::of);
        for (int i = 0; i < times; i++) {
            cache.engine().lookup(fragment, new Lookup.Place(null, scope));
        }
    }

    private List<Object> hottest() {
        return cache.engine().warmUps().hottest().stream()
                .map(Subject::identity)
                .toList();
    }

    @Test
    void theNextRunKnowsThemByWhatTheyShowTheHottestFirst() {
        ask(7, 3);
        ask(42L, 9);
        ask(List.of("tea", 1), 5);
        restart();
        assertThat(cache.engine().warmUps().hottest().get(0)).isEqualTo(new Subject(CARD, Locale.GERMAN, 42L));
        assertThat(hottest()).containsExactly(42L, List.of("tea", 1), 7, "last");
    }

    @Test
    void nothingIsWrittenBeforeTenMinutesAreOver() {
        ask("tea", 1);
        clock.move(Duration.ofMinutes(9));
        ask("tea", 1);
        executor.runAll();
        assertThat(hottest()).isEmpty();

        clock.move(Duration.ofMinutes(1));
        ask("tea", 1);
        assertThat(hottest()).isEmpty();
        executor.runAll();
        assertThat(hottest()).containsExactly("tea");
    }

    @Test
    void whatIsHotNowGoesBeforeWhatWasHotBefore() {
        ask("yesterday", 10);
        restart();
        ask("today", 8);
        restart();
        assertThat(hottest().subList(0, 2)).containsExactly("today", "yesterday");
    }

    @Test
    void aNightInWhichNobodyAskedMakesNothingCold() {
        ask("tea", 10);
        ask("oat", 4);
        restart();
        clock.move(Duration.ofDays(3));
        ask("night owl", 3);
        writeList();
        assertThat(hottest()).hasSize(4).startsWith("tea").endsWith("oat");
    }

    @Test
    void whatNoSourceRendersIsNotCounted() {
        ask(Locator.parse("list :: list"), "all", 5, null);
        ask("tea", 1);
        writeList();
        assertThat(hottest()).containsExactlyInAnyOrder("tea", "last");
    }

    @Test
    void regenerationsAndWarmUpsAreNotCounted() {
        ask(CARD, "warm", 5, cache.engine().warmUps().begin());
        ask(CARD, "renewed", 5, cache.engine().sourced().renewal());
        writeList();
        assertThat(hottest()).containsExactly("last");
    }

    @Test
    void aThousandAreKept() {
        for (int i = 0; i < 1_500; i++) {
            ask(i, i < 1_000 ? 2 : 1);
        }
        writeList();
        assertThat(hottest()).hasSize(1_000).allMatch(id -> id.equals("last") || (int) id < 1_000);
    }

    @Test
    void aKeyThatCannotBeWrittenIsLeftOutAndSaidOnce() {
        ask(Flavour.SMOKY, 5);
        ask("tea", 1);
        restart();
        ask(Flavour.SMOKY, 5);
        assertThat(hottest()).containsExactlyInAnyOrder("tea", "last");
        assertThat(warnings)
                .containsExactly("'list :: card' is one of the hottest fragments, but its key holds a"
                        + " io.fragmentcache.internal.engine.HottestTest$Flavour, which is not kept for the next warm-up. Key it by a"
                        + " string, a number, a UUID or a date.");
    }

    @Test
    void aDamagedListIsIgnoredSaidOnceAndWrittenAnew() {
        Entry damaged = listOf("List 2 String 9 hottest 1List 5 Double 3 4.0");
        assertThat(store.write(damaged)).isEqualTo(Store.Written.STORED);
        assertThat(hottest()).isEmpty();
        assertThat(hottest()).isEmpty();
        assertThat(warnings)
                .containsExactly(
                        "The list of the hottest fragments in the store is damaged, or of another release. It is"
                                + " ignored, and written again within ten minutes.");
        ask("tea", 5);
        writeList();
        assertThat(hottest()).containsExactly("tea", "last");
        assertThat(warnings).hasSize(1);
    }

    @Test
    void aListOfAnotherReleaseIsIgnored() {
        store.write(listOf("List 1 String 9 hottest 2"));
        assertThat(hottest()).isEmpty();
        assertThat(warnings).hasSize(1);
    }

    private Entry listOf(String text) {
        long now = Micros.of(clock.instant());
        return new Entry(
                new KeyBuilder(Versions.none(), KeyPrefix.of("", "fragment-cache.hottest")).key(),
                Version.NONE,
                text,
                Snapshots.of(Map.of()),
                new Times(now, now, now, now, now + 1_000_000_000, 0));
    }
}
