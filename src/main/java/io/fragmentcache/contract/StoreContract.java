package io.fragmentcache.contract;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.full;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.Store.Written;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every store keeps, as tests for JUnit 5. A store of your own passes by extending this class:
 *
 * <pre>{@code
 * class MapStoreTest extends StoreContract {
 *     @Override
 *     protected Store open() {
 *         return new MapStore();
 *     }
 * }
 * }</pre>
 *
 * A store that keeps entries as bytes extends {@link ByteStoreContract}, one that several processes share
 * {@link SharedStoreContract}. Each class has all tests of the class before. Schedules are random in each run; a failure
 * prints their seed. No store promises how long an entry stays, or how many entries it holds, so no test checks that.
 */
public abstract class StoreContract {
    private static final int KEYS = 5;
    private static final int REMOVALS = 100;
    private static final int PATIENCE_SECONDS = 20;
    private static final Tag TEA = Tag.of("Product", 1);
    private static final Tag OAT = Tag.of("Product", 2);

    /** The one that is tested. */
    protected Store store;

    /** A new, empty store with room for ten megabytes. */
    protected abstract Store open() throws Exception;

    /**
     * Writes an entry the way another process does. Defaults to the store of the test; a store in tiers writes past its
     * near tier.
     */
    protected Written writeElsewhere(Entry entry) {
        return store.write(entry);
    }

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
        assertEquals(Written.STORED, store.write(entry));
        assertEquals(entry, store.read(entry.key()));
    }

    @Test
    void anEmptyTextIsAText() {
        Entry empty = entry("a", BORN, "");
        assertEquals(Written.STORED, store.write(empty));
        assertEquals(empty, store.read(empty.key()));
    }

    @Test
    void aTextOfAMegabyteIsReadBackWhole() {
        Entry large = entry("a", BORN, "café € ".repeat(100_000));
        assertEquals(Written.STORED, store.write(large));
        assertEquals(large, store.read(large.key()));
    }

    @Test
    void textsThatAreTooLargeAreKeptWholeOrNotAtAllAndHarmNoOther() {
        Entry small = entry("small", BORN);
        store.write(small);
        for (int i = 0; i < 4; i++) {
            Entry huge = entry(i, BORN, "x".repeat(12_000_000));
            Written written = store.write(huge);
            Entry found = store.read(huge.key());
            assertTrue(found == null || found.equals(huge), "cut");
            assertTrue(written != Written.REJECTED || found == null, "rejected, and there");
        }
        assertEquals(small, store.read(small.key()));
    }

    @Test
    void whatWasNeverWrittenIsAbsent() {
        assertNull(store.read(key("a")));
        assertEquals(Map.of(), store.readAll(List.of(key("a"), key("b"))));
    }

    @Test
    void keysThatAreAlmostAlikeHoldEntriesOfTheirOwn() {
        store.write(entry(1, BORN));
        store.write(entry("1", BORN));
        assertEquals(entry(1, BORN), store.read(key(1)));
        assertEquals(entry("1", BORN), store.read(key("1")));
        assertNull(store.read(key(1.0)));
    }

    @Test
    void aBulkReadFindsWhatIsThereAndLeavesOutTheRest() {
        Entry a = full("a", BORN);
        Entry c = full("c", BORN + 1);
        store.writeAll(List.of(a, c));
        Map<Key, Entry> found = store.readAll(List.of(a.key(), key("b"), c.key(), a.key()));
        assertEquals(Map.of(a.key(), a, c.key(), c), found);
        assertEquals(Map.of(), store.readAll(List.of()));
    }

    @Test
    void onlyANewerEntryReplacesTheOneThatIsThere() {
        Entry hundred = entry("a", BORN + 100);
        Entry later = entry("a", BORN + 101);
        assertEquals(Written.STORED, store.write(hundred));
        assertEquals(Written.NEWER_PRESENT, store.write(entry("a", BORN + 99)));
        assertEquals(hundred, store.read(key("a")));
        assertEquals(Written.STORED, store.write(later));
        assertEquals(later, store.read(key("a")));
    }

    @Test
    void ofTwoEntriesBornTogetherTheFirstIsKept() {
        Entry first = entry("a", BORN, "first");
        store.write(first);
        assertEquals(Written.NEWER_PRESENT, store.write(entry("a", BORN, "second")));
        assertEquals(first, store.read(key("a")));
    }

    @Test
    void aBulkWriteKeepsTheNewerOnesTooAndSaysWhatBecameOfEach() {
        Entry newer = entry("a", BORN + 100);
        store.write(newer);
        assertEquals(
                List.of(Written.NEWER_PRESENT, Written.STORED),
                store.writeAll(List.of(entry("a", BORN + 99), entry("b", BORN))));
        assertEquals(
                List.of(Written.STORED, Written.NEWER_PRESENT, Written.NEWER_PRESENT),
                store.writeAll(List.of(entry("c", BORN), entry("b", BORN), entry("c", BORN))));
        assertEquals(List.of(), store.writeAll(List.of()));
        assertEquals(Map.of(key("a"), newer, key("b"), entry("b", BORN)), store.readAll(List.of(key("a"), key("b"))));
    }

    @Test
    void aNewerEntryThanTheOneSeenIsFoundAndNoOther() {
        Entry seen = entry("a", BORN);
        assertNull(store.readNewer(seen));
        store.write(seen);
        assertNull(store.readNewer(seen));
        store.write(entry("a", BORN + 1));
        assertEquals(entry("a", BORN + 1), store.readNewer(seen));
        assertNull(store.readNewer(entry("a", BORN + 1)));
    }

    @Test
    void aRemovedEntryIsGoneAndMayComeBack() {
        Entry entry = entry("a", BORN);
        store.write(entry);
        store.remove(entry.key());
        assertNull(store.read(entry.key()));
        store.remove(entry.key());
        assertEquals(Written.STORED, store.write(entry));
        assertEquals(entry, store.read(entry.key()));
    }

    /** A store in tiers may hold what a reader brought near while the entry was being removed. */
    @Test
    void whatWasRemovedIsNotBroughtBackByReadersThatWereUnderWay() throws Exception {
        CyclicBarrier begins = new CyclicBarrier(Together.THREADS);
        Together.run(thread -> {
            for (int i = 0; i < REMOVALS; i++) {
                if (thread == 0) {
                    writeElsewhere(entry(i, BORN));
                }
                begins.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                switch (thread) {
                    case 0 -> store.remove(key(i));
                    case 1 -> store.readAll(List.of(key(i)));
                    case 2 -> store.readNewer(entry(i, BORN - 1));
                    default -> store.read(key(i));
                }
            }
        });
        for (int i = 0; i < REMOVALS; i++) {
            assertNull(store.read(key(i)));
        }
    }

    @Test
    void anEntryThatIsOfNoUseAnyMoreIsGoneOrUnchangedAndGivesWay() {
        Entry past = SampleEntries.keptUntil("a", BORN - 100, BORN - 50);
        store.write(past);
        Entry found = store.read(key("a"));
        assertTrue(found == null || found.equals(past), "neither gone nor unchanged");
        assertEquals(Written.STORED, store.write(entry("a", BORN)));
        assertEquals(entry("a", BORN), store.read(key("a")));
    }

    @Test
    void theSizeIsTheNumberOfEntriesWhereItIsTold() {
        for (int i = 0; i < 10; i++) {
            store.write(entry(i, BORN));
        }
        store.write(entry(0, BORN + 1));
        store.remove(key(1));
        assertTrue(Set.of(9L, -1L).contains(store.size()), () -> "a size of " + store.size());
    }

    @Test
    void aTouchOutdatesWhatWasMadeBeforeAndNotWhatIsMadeAfter() {
        Stamps stamps = stamps();
        Snapshots before = Snapshots.of(Map.of(TEA, stamps.seen()));
        assertEquals(Optional.empty(), before.touched(stamps));
        long stamp = stamps.touch(List.of(TEA, Tag.of("Product")));
        assertEquals(Optional.of(new Snapshots.Touched(TEA, stamp)), before.touched(stamps));
        assertEquals(Optional.empty(), Snapshots.of(Map.of(TEA, stamps.seen())).touched(stamps));
        assertEquals(Optional.empty(), Snapshots.of(Map.of(OAT, stamps.seen())).touched(stamps));
    }

    @Test
    void oneTouchGivesAllItsTagsOneStampAndTheNextALaterOne() {
        Stamps stamps = stamps();
        long first = stamps.touch(List.of(TEA, OAT));
        assertEquals(first, stamps.of(TEA));
        assertEquals(first, stamps.of(OAT));
        assertTrue(stamps.latest() >= first);
        assertTrue(stamps.next() > first);
        long second = stamps.touch(List.of(TEA));
        assertTrue(second > first);
        assertEquals(first, stamps.of(OAT));
        assertEquals(second, stamps.latest());
    }

    @Test
    void anExpiredTagIsToldFromATouchedOne() {
        Stamps stamps = stamps();
        Snapshots before = Snapshots.of(Map.of(TEA, stamps.seen()));
        stamps.touch(List.of(TEA));
        assertTrue(!before.expired(stamps), "touched only");
        stamps.touch(List.of(TEA, TEA.expiry()));
        assertTrue(before.expired(stamps), "expired");
    }

    @Test
    void noStampIsGivenTwice() throws Exception {
        Stamps stamps = stamps();
        int each = 50;
        AtomicLongArray given = new AtomicLongArray(Together.THREADS * each);
        Together.run(thread -> {
            for (int i = 0; i < each; i++) {
                given.set(thread * each + i, stamps.touch(List.of(TEA)));
            }
        });
        Set<Long> different = new HashSet<>();
        for (int i = 0; i < given.length(); i++) {
            different.add(given.get(i));
        }
        assertEquals(given.length(), different.size());
    }

    private Stamps stamps() {
        return store.stamps(InstantSource.system());
    }

    @Test
    void aLeaseThatWasGivenBackIsGrantedAgain() {
        Optional<Lease> lease = store.lease(key("a"), Duration.ofSeconds(10));
        assertTrue(lease.isPresent());
        lease.ifPresent(Lease::close);
        lease.ifPresent(Lease::close);
        assertTrue(store.lease(key("a"), Duration.ofSeconds(10)).isPresent());
    }

    /** Oracle: the newest of all that were written, whichever thread wrote it and whenever. */
    @Test
    void theNewestBornWinsWhateverTheOrderOfWriters() throws Exception {
        long seed = System.nanoTime();
        AtomicLongArray newest = new AtomicLongArray(KEYS);
        Together.run(thread -> {
            Random random = new Random(seed + thread);
            for (int i = 0; i < 200; i++) {
                int key = random.nextInt(KEYS);
                long born = BORN + random.nextInt(100_000);
                newest.accumulateAndGet(key, born, Math::max);
                if (random.nextInt(4) == 0) {
                    store.writeAll(List.of(entry(key, born)));
                } else {
                    assertNotEquals(Written.REJECTED, store.write(entry(key, born)), () -> "seed " + seed);
                }
            }
        });
        for (int key = 0; key < KEYS; key++) {
            assertEquals(entry(key, newest.get(key)), store.read(key(key)), () -> "seed " + seed);
        }
    }

    @Test
    void readersNeverSeeAnEntryGrowOlderNorOneThatNobodyWrote() throws Exception {
        long seed = System.nanoTime();
        Together.run(thread -> {
            Random random = new Random(seed + thread);
            long[] seen = new long[KEYS];
            for (int i = 0; i < 500; i++) {
                int key = random.nextInt(KEYS);
                if (random.nextBoolean()) {
                    store.write(entry(key, BORN + random.nextInt(1_000)));
                }
                Entry found = random.nextBoolean()
                        ? store.read(key(key))
                        : store.readAll(List.of(key(key))).get(key(key));
                if (found != null) {
                    long born = found.born();
                    assertEquals(entry(key, born), found, () -> "seed " + seed);
                    assertTrue(born >= seen[key], () -> "older, seed " + seed);
                    seen[key] = born;
                }
            }
        });
    }

    @Test
    void afterCloseReadsAreMissesAndWritesAreRejected() {
        Entry entry = entry("a", BORN);
        store.write(entry);
        store.close();
        assertNull(store.read(entry.key()));
        assertEquals(Map.of(), store.readAll(List.of(entry.key())));
        assertEquals(Written.REJECTED, store.write(entry("a", BORN + 1)));
        assertNull(store.read(entry.key()));
        assertDoesNotThrow(() -> store.remove(entry.key()));
        assertDoesNotThrow(() -> store.size());
        assertDoesNotThrow(() -> store.close());
    }

    @Test
    void closingWhileOthersReadAndWriteThrowsNothing() throws Exception {
        CountDownLatch busy = new CountDownLatch(Together.THREADS - 1);
        CountDownLatch closed = new CountDownLatch(1);
        Together.run(thread -> {
            if (thread == 0) {
                busy.await();
                store.close();
                closed.countDown();
                return;
            }
            boolean after = false;
            for (int i = 0; !after; i++) {
                after = closed.getCount() == 0;
                Written written = store.write(entry(thread, BORN + i));
                store.read(key(thread));
                store.readAll(List.of(key(0), key(1), key(2)));
                assertTrue(!after || written == Written.REJECTED, "written after close");
                if (i == 10) {
                    busy.countDown();
                }
            }
        });
        assertEquals(Map.of(), store.readAll(List.of(key(1), key(2), key(3))));
    }
}
