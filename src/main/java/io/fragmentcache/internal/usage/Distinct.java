package io.fragmentcache.internal.usage;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Estimates how many different values were seen, in 128 bytes: linear counting (Whang, Vander-Zanden and Taylor, 1990).
 * Exact to a few of a hundred, and to some percent of a thousand. Thread-safe.
 */
final class Distinct {
    private static final int WORDS = 16;
    private static final int BITS = WORDS * Long.SIZE;
    private static final int MIX = 0x9E3779B9;

    private final AtomicLongArray seen = new AtomicLongArray(WORDS);

    void add(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * MIX;
        mixed = (mixed ^ (mixed >>> 13)) * 0x85EBCA6B;
        int bit = (mixed ^ (mixed >>> 16)) & (BITS - 1);
        long mask = 1L << bit;
        int word = bit / Long.SIZE;
        if ((seen.get(word) & mask) == 0) {
            seen.getAndUpdate(word, before -> before | mask);
        }
    }

    long estimate() {
        int set = 0;
        for (int i = 0; i < WORDS; i++) {
            set += Long.bitCount(seen.get(i));
        }
        // Where no bit is free it is at least what one free bit would say.
        return Math.round(BITS * Math.log((double) BITS / Math.max(1, BITS - set)));
    }
}
