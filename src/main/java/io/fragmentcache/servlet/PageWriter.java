package io.fragmentcache.servlet;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;

/** Holds characters back until it is told to let them go, or until there are too many. */
final class PageWriter extends Writer {
    private static final int FIRST_CAPACITY = 8 * 1024;
    private static final int MOST = 1 << 20;

    private final Writer response;
    private final Runnable beforeFirst;
    private char[] held = new char[FIRST_CAPACITY];
    private int size;
    private boolean direct;

    /** @param beforeFirst called once, before the first character reaches the response */
    PageWriter(Writer response, Runnable beforeFirst) {
        this.response = response;
        this.beforeFirst = beforeFirst;
    }

    @Override
    public void write(int character) throws IOException {
        if (!holds(1)) {
            response.write(character);
            return;
        }
        held[size++] = (char) character;
    }

    @Override
    public void write(char[] source, int offset, int length) throws IOException {
        if (!holds(length)) {
            response.write(source, offset, length);
            return;
        }
        System.arraycopy(source, offset, held, size, length);
        size += length;
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        if (!holds(length)) {
            response.write(text, offset, length);
            return;
        }
        text.getChars(offset, offset + length, held, size);
        size += length;
    }

    /** Flushing a page that is held back would settle its headers too early. */
    @Override
    public void flush() throws IOException {
        if (direct) {
            response.flush();
        }
    }

    @Override
    public void close() throws IOException {
        letGo();
        response.close();
    }

    void forget() {
        size = 0;
    }

    private boolean holds(int more) throws IOException {
        if (direct) {
            return false;
        }
        if (size + more > MOST) {
            letGo();
            return false;
        }
        if (size + more > held.length) {
            held = Arrays.copyOf(held, Math.max(held.length * 2, size + more));
        }
        return true;
    }

    /** Sends what was held back, and holds nothing back any more. */
    void letGo() throws IOException {
        if (direct) {
            return;
        }
        beforeFirst.run();
        direct = true;
        response.write(held, 0, size);
        size = 0;
        held = new char[0];
    }
}
