package io.fragmentcache.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Estimates how many different keys were seen, in half a kilobyte: linear counting (Whang, Vander-Zanden and Taylor, 1990).
 * About 3 % off for thousands of keys; tells no more than {@link #MOST}. Thread-safe.
 */
final class Variants {
    private static final int WORDS = 64;
    private static final int BITS = WORDS * Long.SIZE;
    private static final int MIX = 0x9E3779B9;

    /** One free bit. */
    static final double MOST = BITS * Math.log(BITS);

    private final AtomicLongArray seen = new AtomicLongArray(WORDS);

    void add(int hash) {
        // Hashes of keys differ in their low bits only, where keys are numbers that follow each other.
        int mixed = (hash ^ (hash >>> 16)) * MIX;
        int bit = (mixed ^ (mixed >>> 15)) & (BITS - 1);
        int word = bit / Long.SIZE;
        long mask = 1L << bit;
        if ((seen.get(word) & mask) == 0) {
            seen.getAndUpdate(word, before -> before | mask);
        }
    }

    double estimate() {
        int set = 0;
        for (int i = 0; i < WORDS; i++) {
            set += Long.bitCount(seen.get(i));
        }
        return set == BITS ? MOST : Math.rint(BITS * Math.log((double) BITS / (BITS - set)));
    }
}
