package io.fragmentcache.store;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.contract.StoreContract;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.stage.HandClock;
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
    void bytesThatWillBeMadeForAPageAreCountedBeforeTheyAre() {
        store = CaffeineStore.ofBytes(10_000);
        for (int i = 0; i < 4; i++) {
            store.write(entry(i, BORN, "é".repeat(1_000)));
        }
        assertThat(store.size()).isBetween(1L, 3L);
    }

    @Test
    void argumentsOfHolesDoNotFillTheHeapBehindTheStoresBack() {
        store = CaffeineStore.ofMegabytes(4);
        long held = 0;
        for (int i = 0; i < 2_000; i++) {
            Entry like = entry(i, BORN, "");
            Hole hole = new Hole(0, "t", "h", Map.of("q", i + "x".repeat(20_000)));
            store.write(new Entry(like.key(), like.version(), "", List.of(hole), like.snapshots(), like.times()));
        }
        for (int i = 0; i < 2_000; i++) {
            held += store.read(key(i)) == null ? 0 : 20_000;
        }
        assertThat(held).isBetween(1_000_000L, 4L * 1024 * 1024);
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
                .isInstanceOf(Problem.class)
                .hasMessage("A store of -1 bytes holds nothing. Give the bytes that its entries may take, for instance"
                        + " CaffeineStore.ofMegabytes(64).");
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
                .isInstanceOf(Problem.class)
                .hasMessage("rememberingTouches(0) remembers no touch. Give the number of tags that are touched while"
                        + " entries live, at least 1; the default is 200 000.");
    }
}
