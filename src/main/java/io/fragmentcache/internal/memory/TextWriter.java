package io.fragmentcache.internal.memory;

import io.fragmentcache.store.FinishedText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is written: characters, and pieces of cached HTML as they are. One class for the pages of the filter and for
 * fragments, and it holds the characters itself: a JIT compiler that met two kinds of writers makes each page slower, those
 * without fragments too. Takes no lock; for one thread.
 */
public final class TextWriter extends PrintWriter implements Utf8Sink {
    /** Shorter ones are copied: a piece of its own would take more than its characters. */
    private static final int LEAST_PIECE = 256;

    /** Where a page goes that is not, or not wholly, held here. */
    public interface Page {
        /**
         * So many characters do not fit.
         *
         * @return where they are to be written; null if nowhere
         */
        @Nullable PrintWriter beyond(long characters);

        void flush();

        /** Whether the page could not be sent. */
        boolean hasFailed();

        void close();
    }

    /**
     * A segment of cached HTML among the characters.
     *
     * @param at after how many of them
     */
    public record Remembered(int at, FinishedText text, int segment) {}

    private final StringBuilder characters;
    private final List<Remembered> remembered = new ArrayList<>(0);
    private final @Nullable Page page;
    private final long most;

    /** How many characters may still be held, those of cached HTML included; negative where nothing is held. */
    private long room;

    private TextWriter(int expected, long most, @Nullable Page page) {
        super(Writer.nullWriter());
        this.characters = new StringBuilder(expected);
        this.most = most;
        this.room = most;
        this.page = page;
    }

    /**
     * Returns a writer that holds all.
     *
     * @param expected about how many characters will be between pieces of cached HTML
     */
    public static TextWriter ofFragment(int expected) {
        return new TextWriter(expected, Long.MAX_VALUE, null);
    }

    /**
     * Returns a writer that holds what fits, and asks where the rest goes.
     *
     * @param expected about how many characters will be between pieces of cached HTML
     * @param most characters that it holds, those of cached HTML included
     */
    public static TextWriter ofPage(int expected, long most, Page page) {
        return new TextWriter(expected, most, page);
    }

    /** Whether what is written here is a page. */
    public boolean isOfPage() {
        return page != null;
    }

    /** Whether so many characters more are held. */
    public boolean fits(long more) {
        return more <= room;
    }

    /** How many characters are held, those of cached HTML included. */
    public long length() {
        return room < 0 ? 0 : most - room;
    }

    /** How many characters are between pieces of cached HTML. */
    public int size() {
        return characters.length();
    }

    /** The segments of cached HTML, in order. Not to be kept when more is written. */
    public List<Remembered> remembered() {
        return remembered;
    }

    /** The characters between two places, as in {@link Remembered#at()}. */
    public String characters(int from, int to) {
        return characters.substring(from, to);
    }

    /** Forgets all. What is written from here on is held. */
    public void restart() {
        characters.setLength(0);
        remembered.clear();
        room = most;
    }

    /** Forgets all. Nothing is held from here on. */
    public void end() {
        restart();
        room = -1;
    }

    @Override
    public void write(int character) {
        if (room > 0) {
            room--;
            characters.append((char) character);
        } else {
            PrintWriter elsewhere = beyond(1);
            if (elsewhere != null) {
                elsewhere.write(character);
            }
        }
    }

    @Override
    public void write(char[] source, int offset, int length) {
        if (length <= room) {
            room -= length;
            characters.append(source, offset, length);
        } else {
            PrintWriter elsewhere = beyond(length);
            if (elsewhere != null) {
                elsewhere.write(source, offset, length);
            }
        }
    }

    @Override
    public void write(char[] source) {
        write(source, 0, source.length);
    }

    @Override
    public void write(String text) {
        int length = text.length();
        if (length <= room) {
            room -= length;
            characters.append(text);
        } else {
            write(text, 0, length);
        }
    }

    @Override
    public void write(String text, int offset, int length) {
        if (length <= room) {
            room -= length;
            characters.append(text, offset, offset + length);
        } else {
            PrintWriter elsewhere = beyond(length);
            if (elsewhere != null) {
                elsewhere.write(text, offset, length);
            }
        }
    }

    /** Takes a segment of cached HTML, as it is where it is long. */
    @Override
    public void write(FinishedText text, int segment) throws IOException {
        int length = text.about(segment);
        if (length < LEAST_PIECE) {
            text.write(segment, this);
        } else if (length <= room) {
            room -= length;
            remembered.add(new Remembered(characters.length(), text, segment));
        } else {
            PrintWriter elsewhere = beyond(length);
            if (elsewhere != null) {
                text.write(segment, elsewhere);
            }
        }
    }

    @Override
    public void println() {
        write(System.lineSeparator());
    }

    private @Nullable PrintWriter beyond(long length) {
        return page == null ? null : page.beyond(length);
    }

    /** Writes what is held, as characters. */
    public void writeTo(Writer out) throws IOException {
        int from = 0;
        for (Remembered each : remembered) {
            out.write(characters.substring(from, each.at()));
            each.text().write(each.segment(), out);
            from = each.at();
        }
        out.write(characters.substring(from));
    }

    @Override
    public void flush() {
        if (page != null) {
            page.flush();
        }
    }

    /** Sends what was written so far, as the method of every {@code PrintWriter} does. */
    @Override
    public boolean checkError() {
        return super.checkError() || (page != null && page.hasFailed());
    }

    @Override
    public void close() {
        if (page != null) {
            page.close();
        }
    }

    /** Returns the characters that are held, those of cached HTML among them. */
    @Override
    public String toString() {
        if (remembered.isEmpty()) {
            return characters.toString();
        }
        TextWriter joined = ofFragment((int) Math.min(Integer.MAX_VALUE / 2, length()));
        try {
            writeTo(joined);
        } catch (IOException impossible) {
            throw new UncheckedIOException("characters are collected in memory", impossible);
        }
        return joined.toString();
    }
}
