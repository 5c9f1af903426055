package io.fragmentcache.store;

import static io.fragmentcache.store.Entries.entry;
import static io.fragmentcache.store.Entries.full;
import static io.fragmentcache.store.Entries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Store.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store keeps. A store passes by extending this class. */
public abstract class StoreContract {
    /** Births are near the present: stores may work with the real time. */
    protected static final long BORN = 1_795_000_000_000_000L;

    private static final int THREADS = 4;

    protected Store store;

    /** A new, empty store with room for ten megabytes. */
    protected abstract Store open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void whatIsReadBackEqualsWhatWasWritten() {
        Entry entry = full("a", BORN);
        assertThat(store.write(entry)).isEqualTo(Written.STORED);
        assertThat(store.read(entry.key())).isEqualTo(entry);
    }

    @Test
    void anEmptyTextIsAText() {
        Entry empty = entry("a", BORN, "");
        assertThat(store.write(empty)).isEqualTo(Written.STORED);
        assertThat(store.read(empty.key())).isEqualTo(empty);
    }

    @Test
    void whatWasNeverWrittenIsAbsent() {
        assertThat(store.read(key("a"))).isNull();
        assertThat(store.readAll(List.of(key("a"), key("b")))).isEmpty();
    }

    @Test
    void aBulkReadFindsWhatIsThereAndLeavesOutTheRest() {
        Entry a = full("a", BORN);
        Entry c = full("c", BORN + 1);
        store.writeAll(List.of(a, c));
        Map<Key, Entry> found = store.readAll(List.of(a.key(), key("b"), c.key(), a.key()));
        assertThat(found).containsOnly(Map.entry(a.key(), a), Map.entry(c.key(), c));
        assertThat(store.readAll(List.of())).isEmpty();
    }

    @Test
    void onlyANewerEntryReplacesTheOneThatIsThere() {
        Entry hundred = entry("a", BORN + 100);
        Entry later = entry("a", BORN + 101);
        assertThat(store.write(hundred)).isEqualTo(Written.STORED);
        assertThat(store.write(entry("a", BORN + 99))).isEqualTo(Written.NEWER_PRESENT);
        assertThat(store.read(key("a"))).isEqualTo(hundred);
        assertThat(store.write(later)).isEqualTo(Written.STORED);
        assertThat(store.read(key("a"))).isEqualTo(later);
    }

    @Test
    void ofTwoEntriesBornTogetherTheFirstIsKept() {
        Entry first = entry("a", BORN, "first");
        store.write(first);
        assertThat(store.write(entry("a", BORN, "second"))).isEqualTo(Written.NEWER_PRESENT);
        assertThat(store.read(key("a"))).isEqualTo(first);
    }

    @Test
    void aBulkWriteKeepsTheNewerOnesToo() {
        Entry newer = entry("a", BORN + 100);
        store.write(newer);
        store.writeAll(List.of(entry("a", BORN + 99), entry("b", BORN)));
        assertThat(store.readAll(List.of(key("a"), key("b"))))
                .containsOnly(Map.entry(key("a"), newer), Map.entry(key("b"), entry("b", BORN)));
    }

    @Test
    void aRemovedEntryIsGoneAndMayComeBack() {
        Entry entry = entry("a", BORN);
        store.write(entry);
        store.remove(entry.key());
        assertThat(store.read(entry.key())).isNull();
        store.remove(entry.key());
        assertThat(store.write(entry)).isEqualTo(Written.STORED);
        assertThat(store.read(entry.key())).isEqualTo(entry);
    }

    @Test
    void theSizeIsTheNumberOfEntriesWhereItIsTold() {
        for (int i = 0; i < 10; i++) {
            store.write(entry(i, BORN));
        }
        store.write(entry(0, BORN + 1));
        store.remove(key(1));
        assertThat(store.size()).isIn(9L, -1L);
    }

    @Test
    void aLargeTextIsReadBackWhole() {
        Entry large = entry("a", BORN, "café € ".repeat(150_000));
        assertThat(store.write(large)).isEqualTo(Written.STORED);
        assertThat(store.read(large.key())).isEqualTo(large);
    }

    @Test
    void keysThatAreAlmostAlikeHoldEntriesOfTheirOwn() {
        store.write(entry(1, BORN));
        store.write(entry("1", BORN));
        assertThat(store.read(key(1))).isEqualTo(entry(1, BORN));
        assertThat(store.read(key("1"))).isEqualTo(entry("1", BORN));
        assertThat(store.read(key(1.0))).isNull();
    }

    @Test
    void aTouchOutdatesWhatWasMadeBeforeAndNotWhatIsMadeAfter() {
        Stamps stamps = store.stamps(new HandClock());
        Tag tea = Tag.of("Product", 1);
        Snapshots before = Snapshots.of(Map.of(tea, stamps.next()));
        assertThat(before.touched(stamps)).isEmpty();
        long stamp = stamps.touch(List.of(tea, Tag.of("Product")));
        assertThat(before.touched(stamps)).contains(new Snapshots.Touched(tea, stamp));
        assertThat(Snapshots.of(Map.of(tea, stamps.next())).touched(stamps)).isEmpty();
        assertThat(Snapshots.of(Map.of(tea, stamps.of(tea))).touched(stamps)).isEmpty();
    }

    @Test
    void aLeaseIsHeldByNobodyElseOrGrantedToAll() {
        Optional<Lease> lease = store.lease(key("a"), Duration.ofSeconds(10));
        assertThat(lease).isPresent();
        lease.ifPresent(Lease::close);
        lease.ifPresent(Lease::close);
        assertThat(store.lease(key("a"), Duration.ofSeconds(10))).isPresent();
    }

    @Test
    void theNewestBornWinsWhateverTheOrderOfWriters() throws Exception {
        long seed = System.nanoTime();
        List<Entry> schedule = new ArrayList<>();
        for (int key = 0; key < 20; key++) {
            for (int born = 0; born < 40; born++) {
                schedule.add(entry(key, BORN + born));
            }
        }
        java.util.Collections.shuffle(schedule, new Random(seed));

        inParallel(thread -> {
            for (int i = thread; i < schedule.size(); i += THREADS) {
                assertThat(store.write(schedule.get(i))).isNotEqualTo(Written.REJECTED);
            }
        });

        for (int key = 0; key < 20; key++) {
            assertThat(store.read(key(key))).as("seed %d", seed).isEqualTo(entry(key, BORN + 39));
        }
    }

    @Test
    void readersNeverSeeAnEntryGrowOlder() throws Exception {
        long seed = System.nanoTime();
        inParallel(thread -> {
            Random random = new Random(seed + thread);
            long[] seen = new long[5];
            for (int i = 0; i < 500; i++) {
                int key = random.nextInt(seen.length);
                if (random.nextBoolean()) {
                    store.write(entry(key, BORN + random.nextInt(1_000)));
                }
                Entry found = store.read(key(key));
                if (found != null) {
                    assertThat(found.times().born()).as("seed %d", seed).isGreaterThanOrEqualTo(seen[key]);
                    seen[key] = found.times().born();
                }
            }
        });
    }

    @Test
    void afterCloseReadsAreMissesAndWritesAreRejected() {
        Entry entry = entry("a", BORN);
        store.write(entry);
        store.close();
        assertThat(store.read(entry.key())).isNull();
        assertThat(store.readAll(List.of(entry.key()))).isEmpty();
        assertThat(store.write(entry("a", BORN + 1))).isEqualTo(Written.REJECTED);
        assertThat(store.read(entry.key())).isNull();
        assertThatCode(() -> store.remove(entry.key())).doesNotThrowAnyException();
        assertThatCode(store::size).doesNotThrowAnyException();
        assertThatCode(store::close).doesNotThrowAnyException();
    }

    @Test
    void closingWhileOthersReadAndWriteThrowsNothing() throws Exception {
        CountDownLatch busy = new CountDownLatch(THREADS - 1);
        inParallel(thread -> {
            if (thread == 0) {
                busy.await();
                store.close();
                return;
            }
            Written last = Written.STORED;
            for (int i = 0; last != Written.REJECTED; i++) {
                last = store.write(entry(thread, BORN + i));
                store.read(key(thread));
                store.readAll(List.of(key(0), key(1), key(2)));
                if (i == 10) {
                    busy.countDown();
                }
            }
        });
        assertThat(store.readAll(List.of(key(1), key(2), key(3)))).isEmpty();
    }

    @FunctionalInterface
    public interface Work {
        void of(int thread) throws Exception;
    }

    protected static void inParallel(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                running.add(threads.submit(() -> {
                    work.of(thread);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get(50, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
