package io.fragmentcache.key;

import java.util.Arrays;

/** Appends typed, length-prefixed parts. The types are listed in {@link PartType}. Not thread-safe. */
final class KeyWriter {
    private byte[] bytes;
    private int size;

    KeyWriter(byte[] prefix, int room) {
        bytes = Arrays.copyOf(prefix, prefix.length + room);
        size = prefix.length;
    }

    KeyWriter() {
        this(new byte[0], 64);
    }

    KeyWriter string(char type, String text) {
        return type(type).text(text);
    }

    /** Length and UTF-8, without a type. */
    KeyWriter text(String text) {
        int length = text.length();
        int start = size;
        varint(length);
        reserve(length);
        // ASCII, the usual case, needs no array in between.
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                return array(WideText.bytes(text));
            }
            bytes[size + i] = (byte) c;
        }
        size += length;
        return this;
    }

    KeyWriter truth(boolean value) {
        type(PartType.BOOLEAN);
        reserve(1);
        bytes[size++] = (byte) (value ? 1 : 0);
        return this;
    }

    KeyWriter number(char type, long value) {
        type(type);
        reserve(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    KeyWriter bytes(char type, byte[] value) {
        return type(type).array(value);
    }

    /** A name, then bytes that were encoded already, with their length. */
    KeyWriter bytes(char type, String name, byte[] value) {
        return string(type, name).array(value);
    }

    private KeyWriter array(byte[] value) {
        varint(value.length);
        return append(value);
    }

    /** All parts of another one. */
    KeyWriter append(KeyWriter other) {
        reserve(other.size);
        System.arraycopy(other.bytes, 0, bytes, size, other.size);
        size += other.size;
        return this;
    }

    /** How many bytes a length takes. */
    static int bytesOfLength(int length) {
        return length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : length < 1 << 28 ? 4 : 5;
    }

    /** Parts that were encoded already. */
    KeyWriter append(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    /** Starts a list; its {@code count} parts follow. */
    KeyWriter list(char type, int count) {
        type(type);
        varint(count);
        return this;
    }

    KeyWriter type(char type) {
        reserve(1);
        bytes[size++] = (byte) type;
        return this;
    }

    private void varint(int value) {
        reserve(bytesOfLength(value));
        int rest = value;
        while (rest > 0x7F) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    int length() {
        return size;
    }

    void copy(int from, byte[] to, int at, int count) {
        System.arraycopy(bytes, from, to, at, count);
    }

    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
