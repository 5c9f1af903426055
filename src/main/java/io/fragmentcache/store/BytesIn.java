package io.fragmentcache.store;

import io.fragmentcache.key.WideText;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads what {@link BytesOut} wrote. An unchecked exception where the bytes are others: no length is believed, and what is
 * made of them takes no more memory than they may.
 */
final class BytesIn {
    private final byte[] bytes;
    private final ByteBuffer in;
    private long left;

    BytesIn(byte[] bytes, int from) {
        this(bytes, from, Long.MAX_VALUE);
    }

    /** @param most bytes of memory that may be taken for what is read */
    BytesIn(byte[] bytes, int from, long most) {
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes).position(from);
        this.left = most;
    }

    /** Says that so many bytes of memory are about to be taken. */
    void take(long memory) {
        left -= memory;
        if (memory < 0 || left < 0) {
            throw new IllegalStateException("more than an entry may weigh");
        }
    }

    int fourAt(int offset) {
        return in.getInt(offset);
    }

    long eightAt(int offset) {
        return in.getLong(offset);
    }

    long eight() {
        return in.getLong();
    }

    byte single() {
        return in.get();
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new IllegalStateException("a number of more than ten bytes");
    }

    /** How many parts follow, each of at least a byte. */
    int count() {
        long count = number();
        if (count < 0 || count > in.remaining()) {
            throw new IllegalStateException("a length beyond the end");
        }
        return (int) count;
    }

    String text() {
        return text(Integer.MAX_VALUE);
    }

    /** @param longest in bytes */
    String text(int longest) {
        int length = count();
        if (length > longest) {
            throw new IllegalStateException("a text of " + length + " bytes");
        }
        take(Weights.OF_A_STRING + 3L * length);
        return WideText.text(slice(length));
    }

    byte[] bytes() {
        int length = count();
        take(length);
        return slice(length);
    }

    /** Whether these bytes follow. */
    boolean follow(byte[] expected) {
        int length = count();
        int from = in.position();
        in.position(from + length);
        return Arrays.equals(bytes, from, from + length, expected, 0, expected.length);
    }

    /** Where bytes lie that are read in place, and how many they are. */
    record Slice(int from, int length) {}

    Slice inPlace() {
        int length = count();
        int from = in.position();
        in.position(from + length);
        return new Slice(from, length);
    }

    private byte[] slice(int length) {
        byte[] slice = new byte[length];
        in.get(slice);
        return slice;
    }

    boolean isAtEnd() {
        return !in.hasRemaining();
    }
}
