package io.fragmentcache.contract;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.full;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store.Written;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The contract of stores that keep entries as bytes of an {@link io.fragmentcache.store.EntryCodec}. If bytes were damaged,
 * a read finds the entry that was written or none, and the next entry can be written.
 */
public abstract class ByteStoreContract extends StoreContract {
    /** Returns the bytes that the store keeps under this key. */
    protected abstract byte[] bytesOf(Key key) throws Exception;

    /** Replaces the bytes that the store keeps under this key, without a call of the store. */
    protected abstract void replaceBytes(Key key, byte[] bytes) throws Exception;

    @Test
    void bytesThatWereCutAreAMiss() throws Exception {
        byte[] whole = bytes(full("a", BORN));
        for (int length = 0; length < whole.length; length += length < 20 ? 1 : 7) {
            isAMiss(Arrays.copyOf(whole, length));
        }
        isAMiss(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void bitsThatFlippedAreAMiss() throws Exception {
        byte[] whole = bytes(full("a", BORN));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            byte[] damaged = whole.clone();
            int bit = random.nextInt(whole.length * 8);
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            replaceBytes(key("a"), damaged);
            assertNull(store.read(key("a")), () -> "seed " + seed);
        }
    }

    @Test
    void bytesOfSomethingElseAreAMiss() throws Exception {
        store.write(full("a", BORN));
        isAMiss("<p>some text of another application</p>".getBytes(StandardCharsets.UTF_8));
        isAMiss(new byte[1_000]);
        isAMiss(bytes(full("b", BORN)));
    }

    @Test
    void anEntryOfALaterReleaseIsAMiss() throws Exception {
        byte[] later = bytes(full("a", BORN));
        later[0] = Byte.MAX_VALUE;
        isAMiss(later);
    }

    @Test
    void anEntryOfTheFirstReleaseIsReadForEver() throws Exception {
        Entry golden = SampleEntries.golden();
        replaceBytes(golden.key(), SampleEntries.ofFirstRelease());
        assertEquals(golden, store.read(golden.key()));
    }

    @Test
    void whatWasDamagedGivesWayEvenToAnEntryThatWasBornBefore() throws Exception {
        byte[] damaged = bytes(entry("a", BORN));
        damaged[damaged.length - 1]++;
        isAMiss(damaged);
        assertEquals(Written.STORED, store.write(entry("a", BORN - 1)));
        assertEquals(entry("a", BORN - 1), store.read(key("a")));
    }

    @Test
    void oneDamagedEntrySpoilsNoBulkRead() throws Exception {
        store.writeAll(List.of(full("a", BORN), full("b", BORN), full("c", BORN)));
        replaceBytes(key("b"), new byte[] {1});
        assertEquals(
                Map.of(key("a"), full("a", BORN), key("c"), full("c", BORN)),
                store.readAll(List.of(key("a"), key("b"), key("c"))));
    }

    private byte[] bytes(Entry entry) throws Exception {
        store.write(entry);
        return bytesOf(entry.key());
    }

    private void isAMiss(byte[] bytes) throws Exception {
        replaceBytes(key("a"), bytes);
        assertNull(store.read(key("a")), () -> "bytes " + Arrays.toString(bytes));
    }
}
