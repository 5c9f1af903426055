package io.fragmentcache.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Hashes of keys, in memory only: another one in each process. Numbers that follow each other share no hash, and a
 * visitor whose parameters are part of a key cannot choose many that do.
 */
final class KeyHash {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Both secret: a factor of 0, which would forget all bytes before it, cannot be chosen. */
    private static final long FIRST = RANDOM.nextLong();

    private static final long SECOND = RANDOM.nextLong();

    private KeyHash() {}

    static int of(byte[] bytes) {
        int length = bytes.length;
        long hash = length;
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            hash = mixed(hash ^ FIRST, (long) WORDS.get(bytes, at) ^ SECOND);
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << Byte.SIZE | bytes[at] & 0xFF;
        }
        hash = mixed(hash ^ SECOND, rest ^ FIRST);
        return Long.hashCode(hash);
    }

    /** Both halves of the product of 128 bits, so that each bit depends on all. */
    private static long mixed(long one, long other) {
        return Math.multiplyHigh(one, other) ^ one * other;
    }
}
