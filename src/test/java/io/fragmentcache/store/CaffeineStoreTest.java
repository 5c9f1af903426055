package io.fragmentcache.store;

import static io.fragmentcache.testing.SampleEntries.BORN;
import static io.fragmentcache.testing.SampleEntries.entry;
import static io.fragmentcache.testing.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.store.Store.Written;
import io.fragmentcache.testing.StoreContract;
import org.junit.jupiter.api.Test;

class CaffeineStoreTest extends StoreContract {
    private static final String KILOBYTE = "x".repeat(1_000);

    @Override
    protected Store open() {
        return CaffeineStore.ofMegabytes(10);
    }

    @Test
    void theWeightOfAllEntriesStaysWithinTheBound() {
        store = CaffeineStore.ofBytes(100_000);
        for (int i = 0; i < 1_000; i++) {
            store.write(entry(i, BORN, KILOBYTE));
        }
        long weight = 0;
        for (int i = 0; i < 1_000; i++) {
            Entry found = store.read(key(i));
            weight += found == null ? 0 : found.weight();
        }
        assertThat(weight).isBetween(50_000L, 100_000L);
        assertThat(store.size()).isBetween(50L, 90L);
    }

    @Test
    void bytesThatWereMadeForAPageAreCountedWithTheNextRead() {
        store = CaffeineStore.ofBytes(10_000);
        for (int i = 0; i < 4; i++) {
            store.write(entry(i, BORN, "é".repeat(1_000)));
        }
        assertThat(store.size()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            // Twice a thousand bytes more each: one is read before they are made, and again after.
            for (int read = 0; read < 2; read++) {
                Entry entry = store.read(key(i));
                if (entry != null) {
                    assertThat(entry.finished().bytes(0)).isEqualTo(2_000);
                }
            }
        }
        assertThat(store.size()).isBetween(1L, 3L);
    }

    @Test
    void anEntryThatIsHeavierThanTheStoreIsRejectedAndEvictsNothing() {
        store = CaffeineStore.ofBytes(10_000);
        store.write(entry("small", BORN));
        assertThat(store.write(entry("large", BORN, KILOBYTE.repeat(11)))).isEqualTo(Written.REJECTED);
        assertThat(store.read(key("small"))).isEqualTo(entry("small", BORN));
    }

    @Test
    void aStoreOfNothingRejectsEverything() {
        store = CaffeineStore.ofBytes(0);
        assertThat(store.write(entry("a", BORN))).isEqualTo(Written.REJECTED);
        assertThat(store.read(key("a"))).isNull();
    }

    @Test
    void aNegativeSizeIsAnError() {
        assertThatThrownBy(() -> CaffeineStore.ofBytes(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a store of -1 bytes");
    }
}
