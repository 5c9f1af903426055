package io.fragmentcache.store;

import io.fragmentcache.internal.Internal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rendered HTML with its holes. It consists of pieces, so that a fragment shares the pieces of the fragments inside
 * it; holes cut it into segments of whole pieces, one segment more than there are holes.
 *
 * <p>Half of a surrogate pair becomes a question mark in UTF-8. A value; safe to share between threads.
 */
public final class FinishedText {
    private final Piece[] pieces;
    /** The piece with which each segment ends, exclusive. */
    private final int[] ends;

    private final List<Hole> holes;
    private volatile byte @Nullable [] digest;

    private FinishedText(Piece[] pieces, int[] ends, List<Hole> holes) {
        this.pieces = pieces;
        this.ends = ends;
        this.holes = holes;
    }

    /**
     * Creates a text, cut where its holes are.
     *
     * @param holes by rising offset
     * @throws IndexOutOfBoundsException if a hole lies outside of the text
     */
    public static FinishedText of(String text, List<Hole> holes) {
        Builder builder = new Builder();
        int from = 0;
        for (Hole hole : holes) {
            builder.add(text.substring(from, hole.offset())).add(hole);
            from = hole.offset();
        }
        return builder.add(text.substring(from)).build();
    }

    /** Creates a text without holes. Takes the array as its own; the characters are made on demand. */
    static FinishedText ofUtf8(byte[] utf8) {
        return new FinishedText(new Piece[] {Piece.ofUtf8(utf8)}, new int[] {1}, List.of());
    }

    /** Returns the holes, by rising offset. */
    public List<Hole> holes() {
        return holes;
    }

    /** Returns the characters. A text of several pieces is joined by each call. */
    public String text() {
        if (pieces.length == 1) {
            return pieces[0].text();
        }
        StringBuilder joined = new StringBuilder(length());
        for (Piece piece : pieces) {
            joined.append(piece.text());
        }
        return joined.toString();
    }

    /** Returns the number of characters. */
    public int length() {
        int length = 0;
        for (Piece piece : pieces) {
            length += piece.length();
        }
        return length;
    }

    /** Returns the number of segments. */
    public int segments() {
        return ends.length;
    }

    /** Returns the approximate length of a segment, without making another form. */
    public int about(int segment) {
        int length = 0;
        for (int i = start(segment); i < ends[segment]; i++) {
            length += pieces[i].about();
        }
        return length;
    }

    /** Returns the length of a segment in UTF-8. */
    public int bytes(int segment) {
        int length = 0;
        for (int i = start(segment); i < ends[segment]; i++) {
            length += pieces[i].bytes();
        }
        return length;
    }

    /** Writes a segment in UTF-8. */
    public void write(int segment, OutputStream out) throws IOException {
        for (int i = start(segment); i < ends[segment]; i++) {
            pieces[i].write(out);
        }
    }

    /** Writes the characters of a segment. */
    public void write(int segment, Writer out) throws IOException {
        for (int i = start(segment); i < ends[segment]; i++) {
            out.write(pieces[i].text());
        }
    }

    /** Returns the first 128 bits of a SHA-256 of all segments, each with its length. Does not depend on the pieces. */
    public byte[] digest() {
        byte[] known = digest;
        if (known == null) {
            MessageDigest sha = sha256();
            BytesOut lengths = new BytesOut(10 * segments());
            for (int i = 0; i < segments(); i++) {
                lengths.number(bytes(i));
            }
            sha.update(lengths.toBytes());
            for (Piece piece : pieces) {
                piece.update(sha);
            }
            known = Arrays.copyOf(sha.digest(), 16);
            digest = known;
        }
        return known;
    }

    /** Returns the whole text in UTF-8, for stores outside the heap. */
    byte[] toUtf8() {
        if (pieces.length == 1) {
            return pieces[0].toUtf8();
        }
        int length = 0;
        byte[][] encoded = new byte[pieces.length][];
        for (int i = 0; i < pieces.length; i++) {
            encoded[i] = pieces[i].toUtf8();
            length += encoded[i].length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] bytes : encoded) {
            System.arraycopy(bytes, 0, joined, at, bytes.length);
            at += bytes.length;
        }
        return joined;
    }

    /** Returns the bytes that the text takes in all the forms that it will have, including shared pieces. */
    long weight() {
        long weight = overhead();
        for (Piece piece : pieces) {
            weight += piece.weight();
        }
        return weight;
    }

    /** The arguments of holes are of any length. */
    long weightOfHoles() {
        long weight = 0;
        for (Hole hole : holes) {
            weight += hole.weight();
        }
        return weight;
    }

    /** Not less than {@link #weight()}, without a look at the characters. */
    long weighsAtMost() {
        long weight = overhead();
        for (Piece piece : pieces) {
            weight += piece.weighsAtMost();
        }
        return weight;
    }

    /** An entry counts the objects of one piece itself. */
    private long overhead() {
        return (pieces.length - 1L) * Piece.OVERHEAD;
    }

    private int start(int segment) {
        return segment == 0 ? 0 : ends[segment - 1];
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FinishedText that && holes.equals(that.holes) && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    /** Builds a text of pieces. Not thread-safe. */
    @Internal
    public static final class Builder {
        private final List<Piece> pieces = new ArrayList<>();
        private final List<Hole> holes = new ArrayList<>(0);
        private int[] ends = new int[1];
        private int length;

        /** Adds characters. */
        public Builder add(String text) {
            if (!text.isEmpty()) {
                pieces.add(Piece.of(text));
                length += text.length();
            }
            return this;
        }

        /** Adds a segment of another text, without a copy. */
        public Builder add(FinishedText text, int segment) {
            for (int i = text.start(segment); i < text.ends[segment]; i++) {
                pieces.add(text.pieces[i]);
                length += text.pieces[i].length();
            }
            return this;
        }

        /** Adds a hole where the text ends for now. */
        public Builder add(Hole hole) {
            endsSegment();
            holes.add(hole.at(length));
            return this;
        }

        private void endsSegment() {
            if (holes.size() == ends.length) {
                ends = Arrays.copyOf(ends, 2 * ends.length);
            }
            ends[holes.size()] = pieces.size();
        }

        /** Returns the number of characters that were added. */
        public int length() {
            return length;
        }

        /** Returns the number of holes that were added. */
        public int holes() {
            return holes.size();
        }

        /** Creates the text. To be called once. */
        public FinishedText build() {
            if (pieces.isEmpty()) {
                pieces.add(Piece.of(""));
            }
            endsSegment();
            return new FinishedText(
                    pieces.toArray(Piece[]::new), Arrays.copyOf(ends, holes.size() + 1), List.copyOf(holes));
        }
    }
}
