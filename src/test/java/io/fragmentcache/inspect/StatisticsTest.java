package io.fragmentcache.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.store.Entry;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private long now = 1_000_000_000;
    private final Statistics statistics = new Statistics(() -> now);

    private void lookUp(Locator locator, Object key, Outcome outcome, @Nullable Entry entry) {
        statistics.lookedUp(new LookedUp(
                locator,
                SampleEntries.key(key),
                outcome,
                "absent",
                entry,
                SampleEntries.entry(key, 1).version(),
                Lifetime.DEFAULT,
                null,
                false));
    }

    private static Locator fragment(int number) {
        return new Locator("page", "f" + number);
    }

    @Test
    void whatIsKeptIsBoundedAndNothingIsUncounted() {
        int fragments = Statistics.MOST_FRAGMENTS + 500;
        IntStream.range(0, fragments).forEach(i -> lookUp(fragment(i), i, Outcome.MISS, null));
        IntStream.range(0, 3 * Statistics.MOST_KEYS).forEach(i -> lookUp(fragment(1), "k" + i, Outcome.MISS, null));

        assertThat(statistics.tallies()).hasSize(Statistics.MOST_FRAGMENTS + 1);
        assertThat(statistics.asked(asked -> true, Integer.MAX_VALUE)).hasSizeLessThanOrEqualTo(Statistics.MOST_KEYS);
        assertThat(statistics.counts().total()).isEqualTo(fragments + 3L * Statistics.MOST_KEYS);
        assertThat(statistics
                        .tallies()
                        .mapToLong(tally -> tally.counts().total())
                        .sum())
                .isEqualTo(fragments + 3L * Statistics.MOST_KEYS);
    }

    @Test
    void aHitSavesWhatItsRenderingCost() {
        Entry entry = SampleEntries.entry("k", 1);
        lookUp(fragment(1), "k", Outcome.HIT, entry);
        lookUp(fragment(1), "k", Outcome.STALE, entry);
        lookUp(fragment(1), "k", Outcome.MISS, entry);

        assertThat(statistics.tallies().map(FragmentCounts::saved))
                .containsExactly(2 * entry.times().cost());
        assertThat(entry.times().cost()).isPositive();
    }

    @Test
    void aKeyThatOnlyHitsIsKnownTooAndItsReasonIsNotForgotten() {
        lookUp(fragment(1), "cold", Outcome.MISS, null);
        lookUp(fragment(1), "warm", Outcome.HIT, SampleEntries.entry("warm", 1));
        IntStream.range(0, 31).forEach(i -> lookUp(fragment(1), "cold", Outcome.HIT, SampleEntries.entry("cold", 1)));

        assertThat(statistics.asked(SampleEntries.key("cold")).orElseThrow().reason())
                .isEqualTo("absent");
        assertThat(statistics.asked(SampleEntries.key("warm")).orElseThrow().reason())
                .isEmpty();
    }

    @Test
    void aTouchIsBlamedForWhatWasOlderOncePerKey() {
        Entry old = SampleEntries.entry("k", 1);
        Tag tag = tagOf(old);
        statistics.touched(new Touched(Set.of(tag), false, 500_000_000));
        lookUp(fragment(1), "k", Outcome.STALE, old);
        lookUp(fragment(1), "k", Outcome.MISS, old);
        lookUp(fragment(2), "other", Outcome.MISS, null);
        statistics.touched(new Touched(Set.of(Tag.of("elsewhere")), false, 500_000_001));

        assertThat(statistics.touches()).extracting(TouchEffect::tags).containsExactly("elsewhere", tag.name());
        assertThat(statistics.touches().get(1).cold())
                .containsOnlyKeys(fragment(1))
                .containsValue(1);
        assertThat(statistics.touches().get(0).cold()).isEmpty();
    }

    @Test
    void onlyTheLastTouchesAreKept() {
        IntStream.range(0, 200).forEach(i -> statistics.touched(new Touched(Set.of(Tag.of("t" + i)), false, i + 1)));

        assertThat(statistics.touches()).hasSize(50);
        assertThat(statistics.touches().get(0).tags()).isEqualTo("t199");
    }

    @Test
    void whatLiesInTextsIsBoundedByItsNumber() {
        NestedFragments interiors = new NestedFragments();
        Fragment fragment = new Fragment(
                fragment(1),
                SampleEntries.key("in"),
                SampleEntries.entry("in", 1).version(),
                Lifetime.DEFAULT,
                Set.of(),
                Set::of);
        Observer.Shown shown = new Observer.Shown(
                new Lookup(fragment, Outcome.MISS, null, "absent", false, Lookup.Place.NOWHERE),
                SampleEntries.entry("in", 1));
        List<Observer.Placed> thousand = IntStream.range(0, 1_000)
                .mapToObj(i -> new Observer.Placed(i, i + 1, 0, 0, shown))
                .toList();
        for (int i = 0; i < 100; i++) {
            interiors.placed(SampleEntries.key("out" + i), i, 1_000, thousand);
        }

        assertThat(interiors.size()).isBetween(1L, (long) NestedFragments.MOST);
    }

    private static Tag tagOf(Entry entry) {
        Tag[] first = new Tag[1];
        entry.snapshots().forEach((tag, stamp) -> first[0] = tag);
        return first[0];
    }
}
