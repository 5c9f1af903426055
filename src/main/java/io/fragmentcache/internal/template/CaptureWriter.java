package io.fragmentcache.internal.template;

import java.io.Writer;

/**
 * Collects characters. Escaped text comes one character at a time, which must be a store into an array and no more. A
 * builder, since it holds most texts in one byte a character, as strings do.
 */
public final class CaptureWriter extends Writer {
    private static final int FIRST_CAPACITY = 1024;

    private final StringBuilder characters;

    public CaptureWriter() {
        this(FIRST_CAPACITY);
    }

    /** @param expected about how many characters will come */
    public CaptureWriter(int expected) {
        characters = new StringBuilder(Math.max(FIRST_CAPACITY, expected));
    }

    @Override
    public void write(int character) {
        characters.append((char) character);
    }

    @Override
    public void write(char[] source, int offset, int length) {
        characters.append(source, offset, length);
    }

    @Override
    public void write(String text) {
        characters.append(text);
    }

    @Override
    public void write(String text, int offset, int length) {
        characters.append(text, offset, offset + length);
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
        return characters.toString();
    }
}
