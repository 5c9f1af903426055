package io.fragmentcache.internal.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Versions;
import io.fragmentcache.spi.Bypassed;
import io.fragmentcache.spi.Evicted;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageTest {
    private long now = 1_000_000_000;
    private final Usage usage = new Usage(() -> now);

    private void lookUp(Locator locator, Object key, Outcome outcome, @Nullable Entry entry) {
        lookUp(locator, key, outcome, entry, null, false);
    }

    private void lookUp(
            Locator locator,
            Object key,
            Outcome outcome,
            @Nullable Entry entry,
            @Nullable Locator parent,
            boolean inBackground) {
        usage.lookedUp(new LookedUp(
                locator,
                SampleEntries.key(key),
                outcome,
                entry == null ? "absent" : "age",
                entry,
                SampleEntries.entry(key, 1).version(),
                Lifetime.DEFAULT,
                parent,
                inBackground));
    }

    private void render(Locator locator, Object key, boolean inBackground, boolean stored, @Nullable Locator parent) {
        Entry entry = SampleEntries.entry(key, 1);
        usage.rendered(new Rendered(locator, entry, inBackground, Micros.toDuration(3_000), stored, parent));
    }

    private FragmentUsage of(int number) {
        FragmentUsage found = usage.of(fragment(number));
        assertThat(found).isNotNull();
        return found;
    }

    private static Locator fragment(int number) {
        return new Locator("page", "f" + number);
    }

    @Test
    void whatIsKeptIsBoundedAndNothingIsUncounted() {
        int fragments = Usage.MOST_FRAGMENTS + 500;
        IntStream.range(0, fragments).forEach(i -> lookUp(fragment(i), i, Outcome.MISS, null));
        IntStream.range(0, 3 * Usage.MOST_KEYS).forEach(i -> lookUp(fragment(1), "k" + i, Outcome.MISS, null));

        assertThat(usage.fragments()).hasSize(Usage.MOST_FRAGMENTS + 1);
        assertThat(usage.asked(asked -> true, Integer.MAX_VALUE)).hasSizeLessThanOrEqualTo(Usage.MOST_KEYS);
        assertThat(usage.lookups().total()).isEqualTo(fragments + 3L * Usage.MOST_KEYS);
        assertThat(usage.fragments()
                        .mapToLong(fragment -> fragment.lookups().total())
                        .sum())
                .isEqualTo(fragments + 3L * Usage.MOST_KEYS);
    }

    @Test
    void aLookUpInsideARenderingIsNoPartOfThePage() {
        lookUp(fragment(1), "page", Outcome.MISS, null);
        lookUp(fragment(2), "card", Outcome.MISS, null, fragment(1), false);
        lookUp(fragment(1), "page", Outcome.HIT, SampleEntries.entry("page", 1));

        assertThat(usage.outermost().total(Outcome.MISS)).isEqualTo(1);
        assertThat(usage.outermost().total(Outcome.HIT)).isEqualTo(1);
        assertThat(usage.lookups().total()).isEqualTo(3);
        assertThat(of(2).outermost().total()).isZero();
        assertThat(of(2).parents()).containsOnlyKeys("page :: f1");
        assertThat(of(1).inner()).containsOnlyKeys("page :: f2");
    }

    @Test
    void whatIsDoneInTheBackgroundIsNoVisitorsMiss() {
        lookUp(fragment(1), "k", Outcome.MISS, null, null, true);
        render(fragment(1), "k", true, true, null);

        assertThat(usage.lookups().total()).isZero();
        assertThat(usage.background().of(Outcome.MISS)).isEqualTo(1);
        assertThat(usage.backgroundRenders()).isEqualTo(1);
        assertThat(of(1).lookups().total()).isZero();
        assertThat(of(1).misses(MissCause.FIRST)).isZero();
        assertThat(of(1).renders().count()).isZero();
    }

    @Test
    void whatIsNotCachedIsCounted() {
        usage.bypassed(new Bypassed(fragment(1), "cache:if is false"));

        assertThat(usage.lookups().of(Outcome.BYPASS)).isEqualTo(1);
        assertThat(of(1).lookups().total(Outcome.BYPASS)).isEqualTo(1);
        assertThat(of(1).hitRate()).isZero();
    }

    @Test
    void aMissSaysWhetherItsKeyIsNewWasEvictedWasNotStoredOrIsGone() {
        for (String key : List.of("evicted", "refused", "gone")) {
            lookUp(fragment(1), key, Outcome.MISS, null);
            render(fragment(1), key, false, !key.equals("refused"), null);
        }
        usage.evicted(new Evicted(SampleEntries.key("evicted")));
        for (String key : List.of("evicted", "refused", "gone")) {
            lookUp(fragment(1), key, Outcome.MISS, null);
        }

        assertThat(of(1).misses(MissCause.FIRST)).isEqualTo(3);
        assertThat(of(1).misses(MissCause.EVICTED)).isEqualTo(1);
        assertThat(of(1).misses(MissCause.NOT_STORED)).isEqualTo(1);
        assertThat(of(1).misses(MissCause.GONE)).isEqualTo(1);
        assertThat(of(1).evictions()).isEqualTo(1);
        assertThat(usage.asked(SampleEntries.key("refused")).orElseThrow().reason())
                .isEqualTo("was not stored before");
    }

    @Test
    void whatIsStoredIsKnownUntilItIsEvictedAndATouchIsTriedDry() {
        render(fragment(1), "a", false, true, null);
        render(fragment(2), "b", false, true, null);
        render(fragment(2), "c", false, false, null);
        Tag tag = tagOf(SampleEntries.entry("a", 1));

        assertThat(of(1).entries()).isEqualTo(1);
        assertThat(of(1).bytes()).isEqualTo(SampleEntries.entry("a", 1).text().length());
        assertThat(usage.reach(tag).entries()).isEqualTo(2);
        assertThat(usage.reach(tag).fragments()).containsOnlyKeys("page :: f1", "page :: f2");
        assertThat(usage.reach(Tag.of("nothing carries this")).entries()).isZero();
        assertThat(usage.tags(tag.name(), 5)).contains(tag.name());
        usage.evicted(new Evicted(SampleEntries.key("a")));
        assertThat(of(1).entries()).isZero();
        assertThat(of(1).bytes()).isZero();
        assertThat(usage.reach(tag).entries()).isEqualTo(1);
    }

    @Test
    void innerRendersAreTakenFromTheTimeOfTheirParent() {
        render(fragment(2), "card", false, true, fragment(1));
        render(fragment(1), "page", false, true, null);

        assertThat(of(1).renders().mean()).isEqualTo(3_000);
        assertThat(of(1).self()).isZero();
        assertThat(of(2).self()).isEqualTo(3_000);
    }

    @Test
    void aHitSavesWhatItsRenderingCost() {
        Entry entry = SampleEntries.entry("k", 1);
        lookUp(fragment(1), "k", Outcome.HIT, entry);
        lookUp(fragment(1), "k", Outcome.STALE, entry);
        lookUp(fragment(1), "k", Outcome.MISS, entry);

        assertThat(usage.fragments().map(FragmentUsage::saved))
                .containsExactly(2 * entry.times().cost());
        assertThat(entry.times().cost()).isPositive();
    }

    @Test
    void aKeyThatOnlyHitsIsKnownTooAndItsReasonIsNotForgotten() {
        lookUp(fragment(1), "cold", Outcome.MISS, null);
        lookUp(fragment(1), "warm", Outcome.HIT, SampleEntries.entry("warm", 1));
        IntStream.range(0, 31).forEach(i -> lookUp(fragment(1), "cold", Outcome.HIT, SampleEntries.entry("cold", 1)));

        assertThat(usage.asked(SampleEntries.key("cold")).orElseThrow().reason())
                .isEqualTo("first time");
        assertThat(usage.asked(SampleEntries.key("warm")).orElseThrow().reason())
                .isEmpty();
    }

    @Test
    void aTouchIsBlamedForWhatWasOlderOncePerKey() {
        Entry old = SampleEntries.entry("k", 1);
        Tag tag = tagOf(old);
        usage.touched(new Touched(Set.of(tag), false, 500_000_000));
        lookUp(fragment(1), "k", Outcome.STALE, old);
        lookUp(fragment(1), "k", Outcome.MISS, old);
        lookUp(fragment(2), "other", Outcome.MISS, null);
        usage.touched(new Touched(Set.of(Tag.of("elsewhere")), true, 500_000_001));

        assertThat(usage.touches()).extracting(TouchEffect::tags).containsExactly("elsewhere", tag.name());
        assertThat(usage.touches()).extracting(TouchEffect::expired).containsExactly(true, false);
        assertThat(usage.touches().get(1).cold()).containsOnlyKeys(fragment(1)).containsValue(1);
        assertThat(usage.touches().get(0).cold()).isEmpty();
    }

    @Test
    void onlyTheLastTouchesAreKept() {
        IntStream.range(0, 200).forEach(i -> usage.touched(new Touched(Set.of(Tag.of("t" + i)), false, i + 1)));

        assertThat(usage.touches()).hasSize(50);
        assertThat(usage.touches().get(0).tags()).isEqualTo("t199");
    }

    @Test
    void aRequestTellsWhatItAskedForAndWhatWasSlowest() {
        usage.pages().begin("/products/77");
        now += 4_000;
        lookUp(fragment(1), "page", Outcome.MISS, null);
        lookUp(fragment(2), "card", Outcome.HIT, SampleEntries.entry("card", 1), fragment(1), false);
        render(fragment(1), "page", false, true, null);
        now += 6_000;
        PageVisit visit = usage.pages().end(true);

        assertThat(visit).isNotNull().isSameAs(usage.pages().last().get(0));
        assertThat(visit.lookups(Outcome.MISS)).isEqualTo(1);
        assertThat(visit.lookups(Outcome.HIT)).isEqualTo(1);
        assertThat(visit.outermost(Outcome.HIT)).isZero();
        assertThat(visit.beforeFirst()).isEqualTo(4_000);
        assertThat(visit.took()).isEqualTo(10_000);
        assertThat(visit.outside()).isEqualTo(3_000);
        assertThat(visit.slowest()).isEqualTo(fragment(1));
        assertThat(usage.pages().pages().map(PageUsage::path)).containsExactly("/products/*");
        lookUp(fragment(1), "page", Outcome.MISS, null);
        assertThat(visit.lookups(Outcome.MISS)).isEqualTo(1);
    }

    @Test
    void differentValuesAreCountedToAFewPercent() {
        Distinct distinct = new Distinct();
        IntStream.range(0, 400).forEach(i -> distinct.add(("Product:" + i).hashCode()));
        assertThat(distinct.estimate()).isBetween(380L, 420L);
        IntStream.range(0, 400).forEach(i -> distinct.add(("Product:" + i).hashCode()));
        assertThat(distinct.estimate()).isBetween(380L, 420L);
    }

    @Test
    void quantilesAreNearTheTruth() {
        RenderTimes times = new RenderTimes();
        IntStream.rangeClosed(1, 1_000).forEach(i -> times.add(i * 100L));

        assertThat(times.quantile(0.5)).isBetween(40_000L, 60_000L);
        assertThat(times.quantile(0.95)).isBetween(80_000L, 100_000L);
        assertThat(times.slowest()).isEqualTo(100_000);
        assertThat(new RenderTimes().quantile(0.5)).isZero();
    }

    @Test
    void aKeyIsReadByItsParts() {
        KeyPrefix prefix = KeyPrefix.of("shop", fragment(1), new byte[] {1, 2, 3, 4}, Locale.GERMAN);
        Key key = new KeyBuilder(Versions.none(), prefix).add("Straße").add(7).key();
        KeyParts parts = KeyParts.of(key, false);

        assertThat(parts.namespace()).isEqualTo("shop");
        assertThat(parts.fragment()).isEqualTo("f1");
        assertThat(parts.language()).isEqualTo("de");
        assertThat(parts.values()).extracting(KeyParts.Value::label).containsExactly("part 1", "part 2");
        assertThat(parts.shows()).containsExactly("Straße", "7");
    }

    private static Tag tagOf(Entry entry) {
        Tag[] first = new Tag[1];
        entry.snapshots().forEach((tag, stamp) -> first[0] = tag);
        return first[0];
    }
}
