package io.fragmentcache.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link BytesOut} wrote. An unchecked exception where the bytes are others; no length is believed. */
final class BytesIn {
    private final ByteBuffer in;

    BytesIn(byte[] bytes, int from) {
        in = ByteBuffer.wrap(bytes).position(from);
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
        return utf8(bytes());
    }

    byte[] bytes() {
        byte[] bytes = new byte[count()];
        in.get(bytes);
        return bytes;
    }

    boolean isAtEnd() {
        return !in.hasRemaining();
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
