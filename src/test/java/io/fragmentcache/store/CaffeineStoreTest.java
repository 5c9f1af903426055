package io.fragmentcache.store;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.contract.StoreContract;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Store.Written;
import java.util.List;
import java.util.Map;
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

    @Test
    void whoeverRemembersFewTouchesNeverTakesAnOldEntryForFresh() {
        Stamps stamps = CaffeineStore.ofMegabytes(1).rememberingTouches(2).stamps(new HandClock());
        Tag tea = Tag.of("Product", 1);
        Snapshots before = Snapshots.of(Map.of(tea, stamps.next()));
        Snapshots untouched = Snapshots.of(Map.of(Tag.of("menu"), stamps.next()));
        stamps.touch(List.of(tea));
        for (int i = 2; i < 20; i++) {
            stamps.touch(List.of(Tag.of("Product", i)));
            assertThat(before.touched(stamps)).isPresent();
        }
        // The price: what nobody touched counts as touched too, and what is made now does not.
        assertThat(untouched.touched(stamps)).isPresent();
        assertThat(Snapshots.of(Map.of(tea, stamps.next())).touched(stamps)).isEmpty();
    }

    @Test
    void atLeastOneTouchMustBeRemembered() {
        assertThatThrownBy(() -> CaffeineStore.ofMegabytes(1).rememberingTouches(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at least one touch must be remembered, not 0");
    }
}
