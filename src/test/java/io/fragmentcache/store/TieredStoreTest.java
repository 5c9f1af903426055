package io.fragmentcache.store;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.full;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.contract.StoreContract;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.store.Store.Written;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TieredStoreTest extends StoreContract {
    private static final Tag TEA = Tag.of("Product", 1);

    private final CaffeineStore near = CaffeineStore.ofMegabytes(10);
    private final CaffeineStore far = CaffeineStore.ofMegabytes(10);

    @Override
    protected Store open() {
        return near.inFrontOf(far);
    }

    @Test
    void eachTierSaysHowItDoes() {
        far.write(entry("a", BORN));

        assertThat(store.describe()).containsExactly("CaffeineStore, 0 entries", "CaffeineStore, 1 entries");
    }

    @Test
    void whatIsWrittenIsInBothTiers() {
        store.write(entry("a", BORN));
        store.writeAll(List.of(entry("b", BORN)));
        for (Store tier : List.of(near, far)) {
            assertThat(tier.readAll(List.of(key("a"), key("b")))).hasSize(2);
        }
        store.remove(key("a"));
        assertThat(near.read(key("a"))).isNull();
        assertThat(far.read(key("a"))).isNull();
    }

    @Test
    void whatIsFoundFarAwayComesNearWithItsTimesAndItsBirth() {
        Entry entry = full("a", BORN);
        far.write(entry);
        assertThat(store.read(key("a"))).isEqualTo(entry);
        assertThat(near.read(key("a"))).isEqualTo(entry);
        far.write(full("b", BORN));
        assertThat(store.readAll(List.of(key("a"), key("b")))).hasSize(2);
        assertThat(near.read(key("b"))).isEqualTo(full("b", BORN));
    }

    @Test
    void theNearTierIsAskedFirst() {
        far.write(entry("a", BORN + 1));
        near.write(entry("a", BORN));
        assertThat(store.read(key("a"))).isEqualTo(entry("a", BORN));
        assertThat(store.readAll(List.of(key("a")))).containsValue(entry("a", BORN));
    }

    @Test
    void aNewerEntryOfAnotherNodeIsFoundBeforeARender() {
        Entry old = entry("a", BORN);
        near.write(old);
        assertThat(store.readNewer(old)).isNull();
        far.write(entry("a", BORN + 1));
        assertThat(store.readNewer(old)).isEqualTo(entry("a", BORN + 1));
        assertThat(store.read(key("a"))).isEqualTo(entry("a", BORN + 1));
        assertThat(store.readNewer(entry("a", BORN + 1))).isNull();
    }

    @Test
    void anEntryThatComesNearLateReplacesNoNewerOne() {
        near.write(entry("a", BORN + 1));
        far.write(entry("a", BORN));
        assertThat(store.readAll(List.of(key("a"), key("b")))).containsValue(entry("a", BORN + 1));
        assertThat(near.write(entry("a", BORN))).isEqualTo(Written.NEWER_PRESENT);
    }

    /** R3: read far away, touched, then filled: the copy is judged by its snapshot, not by when it came. */
    @Test
    void anEntryThatComesNearAfterATouchIsOutdatedOnArrival() {
        Stamps stamps = store.stamps(new HandClock());
        Entry like = entry("a", BORN);
        Entry before =
                new Entry(like.key(), like.version(), "old", Snapshots.of(Map.of(TEA, stamps.next())), like.times());
        far.write(before);
        stamps.touch(List.of(TEA));
        Entry late = store.read(key("a"));
        assertThat(late).isNotNull();
        assertThat(late.snapshots().touched(stamps)).isPresent();
    }

    @Test
    void aFarStoreThatFailsLeavesTheNearOneWritten() {
        store = near.inFrontOf(new Broken());
        assertThatThrownBy(() -> store.write(entry("a", BORN))).isInstanceOf(IllegalStateException.class);
        assertThat(store.read(key("a"))).isEqualTo(entry("a", BORN));
        assertThatThrownBy(() -> store.remove(key("a"))).isInstanceOf(IllegalStateException.class);
        assertThat(near.read(key("a"))).isNull();
        assertThat(near.write(entry("b", BORN))).isEqualTo(Written.STORED);
        assertThat(store.readAll(List.of(key("b"), key("c")))).containsOnlyKeys(key("b"));
    }

    /** Fails at whatever it is asked. */
    private static final class Broken implements Store {
        @Override
        public Entry read(Key key) {
            throw new IllegalStateException("far away and broken");
        }

        @Override
        public Map<Key, Entry> readAll(Collection<Key> keys) {
            throw new IllegalStateException("far away and broken");
        }

        @Override
        public Written write(Entry entry) {
            throw new IllegalStateException("far away and broken");
        }

        @Override
        public void remove(Key key) {
            throw new IllegalStateException("far away and broken");
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            return new MemoryStamps(clock);
        }

        @Override
        public long size() {
            return -1;
        }

        @Override
        public void close() {}
    }
}
