package io.fragmentcache.thymeleaf;

import java.io.Writer;
import java.util.Arrays;

/** Collects characters. Escaped text comes one character at a time, which must be a store into an array and no more. */
final class CaptureWriter extends Writer {
    private static final int FIRST_CAPACITY = 1024;

    private char[] characters;
    private int size;

    CaptureWriter() {
        this(FIRST_CAPACITY);
    }

    /** @param expected about how many characters will come */
    CaptureWriter(int expected) {
        characters = new char[Math.max(FIRST_CAPACITY, expected)];
    }

    @Override
    public void write(int character) {
        if (size == characters.length) {
            grow(1);
        }
        characters[size++] = (char) character;
    }

    @Override
    public void write(char[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, characters, size, length);
        size += length;
    }

    @Override
    public void write(String text, int offset, int length) {
        reserve(length);
        text.getChars(offset, offset + length, characters, size);
        size += length;
    }

    @Override
    public void flush() {
        // All is here.
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    @Override
    public String toString() {
        return new String(characters, 0, size);
    }

    int size() {
        return size;
    }

    private void reserve(int more) {
        if (size + more > characters.length) {
            grow(more);
        }
    }

    private void grow(int more) {
        characters = Arrays.copyOf(characters, Math.max(characters.length * 2, size + more));
    }
}
