package io.fragmentcache.internal.template;

import io.fragmentcache.store.FinishedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects characters, and remembered texts as they are. Escaped text comes one character at a time, which must be a store
 * into an array and no more. A builder, since it holds most texts in one byte a character, as strings do.
 */
public final class CaptureWriter extends Writer {
    private static final int FIRST_CAPACITY = 1024;

    /** Shorter ones are copied: a piece of its own would take more than its characters. */
    private static final int LEAST_PIECE = 256;

    /** What was collected, in order. */
    public interface Parts {
        void characters(String text);

        void remembered(FinishedText text, int segment);
    }

    /** A remembered segment among the characters. */
    private record Remembered(int at, FinishedText text, int segment) {}

    private final StringBuilder characters;
    private final List<Remembered> remembered = new ArrayList<>(0);

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

    /** Takes a segment of a remembered text, as it is where it is long. */
    public void write(FinishedText text, int segment) throws IOException {
        if (text.about(segment) < LEAST_PIECE) {
            text.write(segment, this);
        } else {
            remembered.add(new Remembered(characters.length(), text, segment));
        }
    }

    /** Tells what was collected. */
    public void tell(Parts parts) {
        int from = 0;
        for (Remembered each : remembered) {
            if (each.at() > from) {
                parts.characters(characters.substring(from, each.at()));
            }
            parts.remembered(each.text(), each.segment());
            from = each.at();
        }
        if (characters.length() > from) {
            parts.characters(characters.substring(from));
        }
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
        if (remembered.isEmpty()) {
            return characters.toString();
        }
        CaptureWriter joined = new CaptureWriter(characters.length());
        tell(new Parts() {
            @Override
            public void characters(String text) {
                joined.write(text);
            }

            @Override
            public void remembered(FinishedText text, int segment) {
                try {
                    text.write(segment, joined);
                } catch (IOException impossible) {
                    throw new UncheckedIOException("characters are collected in memory", impossible);
                }
            }
        });
        return joined.toString();
    }
}
