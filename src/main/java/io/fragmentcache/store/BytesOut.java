package io.fragmentcache.store;

import io.fragmentcache.key.WideText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends numbers and texts to an array. Not thread-safe. */
final class BytesOut {
    private byte[] bytes;
    private int size;

    BytesOut(int room) {
        bytes = new byte[room];
    }

    BytesOut single(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    BytesOut four(int value) {
        reserve(4);
        four(bytes, size, value);
        size += 4;
        return this;
    }

    BytesOut eight(long value) {
        return four((int) (value >>> 32)).four((int) value);
    }

    static void four(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> (24 - 8 * i));
        }
    }

    /** In as few bytes as it needs, small negative numbers too. */
    BytesOut number(long value) {
        reserve(10);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    BytesOut text(String text) {
        return bytes(WideText.bytes(text));
    }

    /** The length, then the bytes. */
    BytesOut bytes(byte[] value) {
        number(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
