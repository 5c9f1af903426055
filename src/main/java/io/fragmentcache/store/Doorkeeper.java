package io.fragmentcache.store;

import io.fragmentcache.key.Key;
import io.fragmentcache.problem.Problem;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Lets a far store take only entries that were written twice. So a crawler, which requests each page once, does not fill it.
 *
 * <pre>{@code
 * CaffeineStore.ofMegabytes(64).inFrontOf(far, Doorkeeper.remembering(1_000_000))
 * }</pre>
 *
 * <p>A Bloom filter of one byte a key: three bits are set for each key that is met first. When as many keys as it remembers
 * were met, it forgets all. When it is full, about one key in fifty passes at its first write. An entry that does not pass is
 * still in the near store. With a store that processes share, each process renders a new key once. Thread-safe.
 */
public final class Doorkeeper {
    private static final int BITS_OF_A_KEY = 8;
    private static final int PROBES = 3;
    private static final int BITS_OF_A_WORD = 64;
    private static final int MOST_KEYS = 1 << 27;

    private final AtomicLongArray words;
    private final AtomicInteger met = new AtomicInteger();
    private final int keys;

    private Doorkeeper(int keys) {
        this.keys = keys;
        this.words = new AtomicLongArray((int) (((long) keys * BITS_OF_A_KEY + BITS_OF_A_WORD - 1) / BITS_OF_A_WORD));
    }

    /**
     * Remembers this many keys, of one byte each.
     *
     * @throws Problem if the number is less than 1, or above 134,217,728
     */
    public static Doorkeeper remembering(int keys) {
        if (keys < 1 || keys > MOST_KEYS) {
            throw Problem.doorkeeperSize(keys, MOST_KEYS);
        }
        return new Doorkeeper(keys);
    }

    /** Whether this key was met before. From now on it was. */
    boolean passes(Key key) {
        long hash = mixed(key.hashCode());
        boolean known = true;
        for (int i = 0; i < PROBES; i++) {
            long bit = Math.floorMod(hash + i * (hash >>> 32 | 1), (long) words.length() * BITS_OF_A_WORD);
            known &= !isFirst((int) (bit / BITS_OF_A_WORD), 1L << bit % BITS_OF_A_WORD);
        }
        if (!known && met.incrementAndGet() >= keys) {
            forget();
        }
        return known;
    }

    private boolean isFirst(int word, long bit) {
        long before = words.getAndAccumulate(word, bit, (is, set) -> is | set);
        return (before & bit) == 0;
    }

    private void forget() {
        met.set(0);
        for (int i = 0; i < words.length(); i++) {
            words.set(i, 0);
        }
    }

    /** The finalizer of SplitMix64: hashes of keys differ in few bits. */
    private static long mixed(int hash) {
        long mixed = (hash ^ 0x9E37_79B9_7F4A_7C15L) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }
}
