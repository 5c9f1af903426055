package io.fragmentcache.contract;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.full;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.Store.Written;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store keeps that several processes share: two nodes see the same entries, leases and touches. */
public abstract class SharedStoreContract extends ByteStoreContract {
    private static final int KEYS = 5;
    private static final Tag TEA = Tag.of("Product", 1);
    private static final Duration LONG = Duration.ofMinutes(10);

    /** Another node over what the first one shares. */
    protected Store other;

    /** Opens another node over what the store of this test shares; called after {@link #open}. */
    protected abstract Store another() throws Exception;

    @Override
    protected Written writeElsewhere(Entry entry) {
        return other.write(entry);
    }

    @BeforeEach
    void openAnother() throws Exception {
        other = another();
    }

    @AfterEach
    void closeAnother() {
        other.close();
    }

    @Test
    void whatOneNodeWroteTheOtherReadsAndReplacesOnlyByANewerOne() {
        Entry entry = full("a", BORN);
        store.write(entry);
        assertEquals(entry, other.read(key("a")));
        assertEquals(Written.NEWER_PRESENT, other.write(entry("a", BORN - 1)));
        assertEquals(Written.NEWER_PRESENT, other.write(entry("a", BORN)));
        assertEquals(Written.STORED, other.write(entry("a", BORN + 1)));
        assertEquals(entry("a", BORN + 1), store.read(key("a")));
        other.remove(key("a"));
        assertEquals(Map.of(), store.readAll(List.of(key("a"))));
    }

    @Test
    void theNewestBornWinsWhicheverNodeWroteIt() throws Exception {
        long seed = System.nanoTime();
        AtomicLongArray newest = new AtomicLongArray(KEYS);
        Together.run(thread -> {
            Random random = new Random(seed + thread);
            Store mine = thread % 2 == 0 ? store : other;
            for (int i = 0; i < 200; i++) {
                int key = random.nextInt(KEYS);
                long born = BORN + random.nextInt(100_000);
                newest.accumulateAndGet(key, born, Math::max);
                mine.write(entry(key, born));
            }
        });
        for (int key = 0; key < KEYS; key++) {
            assertEquals(entry(key, newest.get(key)), store.read(key(key)), () -> "seed " + seed);
            assertEquals(entry(key, newest.get(key)), other.read(key(key)), () -> "seed " + seed);
        }
    }

    @Test
    void aLeaseIsHeldByOneNodeUntilItIsGivenBack() {
        Optional<Lease> first = store.lease(key("a"), LONG);
        assertTrue(first.isPresent());
        assertEquals(Optional.empty(), other.lease(key("a"), LONG));
        assertEquals(Optional.empty(), store.lease(key("a"), LONG));
        assertTrue(other.lease(key("b"), LONG).isPresent());
        first.ifPresent(Lease::close);
        assertTrue(other.lease(key("a"), LONG).isPresent());
        // Given back late, it is not taken from the next one.
        first.ifPresent(Lease::close);
        assertEquals(Optional.empty(), store.lease(key("a"), LONG));
    }

    @Test
    void aLeaseEndsByItselfAndWhoHeldItTakesNothingFromTheNext() {
        Optional<Lease> first = store.lease(key("a"), Duration.ofMillis(20));
        assertTrue(first.isPresent());
        assertTrue(eventually(() -> other.lease(key("a"), LONG).isPresent()));
        first.ifPresent(Lease::close);
        assertEquals(Optional.empty(), store.lease(key("a"), LONG));
    }

    /** Also of what was rendered while the touch was on its way. */
    @Test
    void aTouchOutdatesOnEveryNodeWhatWasReadBeforeItCame() {
        Stamps here = store.stamps(InstantSource.system());
        Stamps there = other.stamps(InstantSource.system());
        Snapshots before = Snapshots.of(Map.of(TEA, there.seen()));
        here.touch(List.of(TEA));
        assertTrue(before.touched(here).isPresent());
        assertTrue(eventually(() -> before.touched(there).isPresent()));
        Snapshots after = Snapshots.of(Map.of(TEA, there.seen()));
        assertEquals(Optional.empty(), after.touched(there));
        assertEquals(Optional.empty(), after.touched(here));
    }

    @Test
    void anExpiryReachesEveryNode() {
        Stamps here = store.stamps(InstantSource.system());
        Stamps there = other.stamps(InstantSource.system());
        Snapshots before = Snapshots.of(Map.of(TEA, there.seen()));
        here.touch(List.of(TEA, TEA.expiry()));
        assertTrue(eventually(() -> before.expired(there)));
    }

    @Test
    void whoTouchesLastHasTheLaterStampWhicheverNodeThatIs() {
        Stamps here = store.stamps(InstantSource.system());
        Stamps there = other.stamps(InstantSource.system());
        long last = Stamps.NEVER;
        for (int i = 0; i < 20; i++) {
            long next = (i % 2 == 0 ? here : there).touch(List.of(TEA));
            assertTrue(next > last);
            last = next;
        }
    }

    /** How long what travels between nodes may take at most, on a busy machine. */
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

    /** Looks again and again; false where it never became true. */
    private boolean eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience().toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(200_000);
        }
        return true;
    }
}
