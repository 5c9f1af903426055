package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Versions;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Variants of a fragment are keys of their own: no list of them is kept or searched. */
class ManyVariantsTest {
    private static final int VARIANTS = 20_000;
    private static final long BYTES = 3L << 20;

    @Test
    void twentyThousandVariantsCostOneReadEachAndStayWithinTheBoundOfTheStore() {
        Counting store = new Counting(CaffeineStore.ofBytes(BYTES));
        FragmentCache cache = FragmentCache.over(store).build();
        Engine engine = cache.engine();
        for (int i = 0; i < VARIANTS; i++) {
            String text = "variant " + i;
            Lookup lookup = engine.lookup(variant(i), Lookup.Place.NOWHERE);
            engine.render(lookup, doll -> new Body.Text(text));
        }

        long weight = 0;
        int found = 0;
        int mostReads = 0;
        int leastReads = Integer.MAX_VALUE;
        for (int i = 0; i < VARIANTS; i++) {
            store.reads = 0;
            Lookup lookup = engine.lookup(variant(i), Lookup.Place.NOWHERE);
            mostReads = Math.max(mostReads, store.reads);
            leastReads = Math.min(leastReads, store.reads);
            if (lookup.outcome() == Outcome.HIT) {
                assertThat(lookup.shown().text()).isEqualTo("variant " + i);
                weight += lookup.shown().weight();
                found++;
            }
        }
        assertThat(weight).isBetween(BYTES / 2, BYTES);
        assertThat(mostReads).isEqualTo(1);
        assertThat(leastReads).isEqualTo(1);
        assertThat(found).isGreaterThan(VARIANTS / 5);
        cache.close();
    }

    private static Fragment variant(int region) {
        KeyBuilder key = new KeyBuilder(Versions.none(), KeyPrefix.of("", "card"))
                .add("1")
                .vary("region", "r" + region);
        return new Fragment(
                new Locator("shop/list", "card"),
                key.key(),
                key.version(),
                Lifetime.of("1h"),
                Set.of("region"),
                key::tags);
    }

    private static final class Counting implements Store {
        private final Store counted;
        private int reads;

        Counting(Store counted) {
            this.counted = counted;
        }

        @Override
        public @Nullable Entry read(Key key) {
            reads++;
            return counted.read(key);
        }

        @Override
        public Written write(Entry entry) {
            return counted.write(entry);
        }

        @Override
        public void remove(Key key) {
            counted.remove(key);
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            return counted.stamps(clock);
        }

        @Override
        public long size() {
            return counted.size();
        }

        @Override
        public void close() {
            counted.close();
        }
    }
}
