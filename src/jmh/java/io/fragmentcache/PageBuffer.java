package io.fragmentcache;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a page goes: a reused array of characters, or of bytes behind an encoder as in a servlet response. */
interface PageBuffer {
    /** A writer of the next page, which takes the place of the one before. */
    Writer restart();

    int size();

    String text();

    static PageBuffer ofCharacters() {
        return new Characters();
    }

    static PageBuffer ofUtf8() {
        return new Utf8();
    }

    /** A writer into an array that was large enough for the page before. */
    final class Characters extends Writer implements PageBuffer {
        private char[] held = new char[1 << 17];
        private int size;

        @Override
        public Writer restart() {
            size = 0;
            return this;
        }

        @Override
        public void write(int character) {
            reserve(1);
            held[size++] = (char) character;
        }

        @Override
        public void write(char[] source, int offset, int length) {
            reserve(length);
            System.arraycopy(source, offset, held, size, length);
            size += length;
        }

        @Override
        public void write(String text, int offset, int length) {
            reserve(length);
            text.getChars(offset, offset + length, held, size);
            size += length;
        }

        private void reserve(int more) {
            if (size + more > held.length) {
                held = Arrays.copyOf(held, held.length * 2 + more);
            }
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public String text() {
            return new String(held, 0, size);
        }

        @Override
        public void flush() {
            // All is here.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    /** Each page has an encoder of its own, as each response has. */
    final class Utf8 extends OutputStream implements PageBuffer {
        private byte[] held = new byte[1 << 17];
        private int size;

        @Override
        public Writer restart() {
            clear();
            return new OutputStreamWriter(this, StandardCharsets.UTF_8);
        }

        /** As {@link #restart}, for whoever writes bytes and needs no encoder. */
        void clear() {
            size = 0;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            if (size + length > held.length) {
                held = Arrays.copyOf(held, held.length * 2 + length);
            }
            System.arraycopy(source, offset, held, size, length);
            size += length;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public String text() {
            return new String(held, 0, size, StandardCharsets.UTF_8);
        }
    }
}
