package io.fragmentcache.servlet;

import io.fragmentcache.store.FinishedText;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A page that is held back: pieces of cached HTML as they are stored, and the characters between them. */
final class HeldPage {
    /**
     * A segment of cached HTML.
     *
     * @param at after how many of the characters between
     */
    record Piece(int at, FinishedText text, int segment) {}

    private final List<Piece> pieces = new ArrayList<>();
    private char[] between;
    private int size;

    /** @param expected about how many characters will be between pieces of cached HTML */
    HeldPage(int expected) {
        between = new char[expected];
    }

    void add(char character) {
        reserve(1);
        between[size++] = character;
    }

    void add(char[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, between, size, length);
        size += length;
    }

    void add(String text, int offset, int length) {
        reserve(length);
        text.getChars(offset, offset + length, between, size);
        size += length;
    }

    void add(FinishedText text, int segment) {
        pieces.add(new Piece(size, text, segment));
    }

    /** How many characters are between pieces of cached HTML. */
    int size() {
        return size;
    }

    void clear() {
        size = 0;
        pieces.clear();
    }

    /** In UTF-8; only the characters between pieces of cached HTML are encoded. */
    Utf8Page encode() {
        byte[][] encoded = new byte[pieces.size() + 1][];
        int from = 0;
        for (int i = 0; i < encoded.length; i++) {
            int to = i == pieces.size() ? size : pieces.get(i).at();
            encoded[i] = Utf8Page.encode(between, from, to - from);
            from = to;
        }
        return new Utf8Page(encoded, pieces);
    }

    /** As characters, for whatever is not UTF-8. */
    void writeTo(Writer out) throws IOException {
        int from = 0;
        for (Piece piece : pieces) {
            out.write(between, from, piece.at() - from);
            piece.text().write(piece.segment(), out);
            from = piece.at();
        }
        out.write(between, from, size - from);
    }

    private void reserve(int more) {
        if (size + more > between.length) {
            between = Arrays.copyOf(between, Math.max(between.length * 2, size + more));
        }
    }
}
