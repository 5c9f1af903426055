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
// Most texts are one piece without holes, millions in a large store: they are that piece, not an object around it.
public final class FinishedText extends Piece {
    /** Two fields, and the digest: a fragment around keeps a text whose own entry was evicted. */
    private static final int MORE_THAN_A_PIECE = 8 + 32;

    /** Null where this is its only piece, without holes. */
    private final @Nullable Parts parts;

    private volatile byte @Nullable [] digest;

    /** @param ends the piece with which each segment ends, exclusive */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and never handed out.
    private record Parts(Piece[] pieces, int[] ends, List<Hole> holes) {
        /** What it takes beside the pieces and the holes: this and two arrays. */
        static final int OVERHEAD = 64;
    }

    private FinishedText(@Nullable String text, byte @Nullable [] utf8) {
        super(text, utf8);
        this.parts = null;
    }

    private FinishedText(Piece only) {
        super(only);
        this.parts = null;
    }

    private FinishedText(Parts parts) {
        super(null, null);
        this.parts = parts;
    }

    /**
     * Creates a text, cut where its holes are.
     *
     * @param holes by rising offset
     * @throws IndexOutOfBoundsException if a hole lies outside of the text
     */
    public static FinishedText of(String text, List<Hole> holes) {
        if (holes.isEmpty()) {
            return new FinishedText(text, null);
        }
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
        return new FinishedText(null, utf8);
    }

    /** Returns the holes, by rising offset. */
    public List<Hole> holes() {
        return parts == null ? List.of() : parts.holes;
    }

    /** Returns the characters. A text of several pieces is joined by each call. */
    @Override
    public String text() {
        if (parts == null) {
            return super.text();
        }
        StringBuilder joined = new StringBuilder(length());
        for (Piece piece : parts.pieces) {
            joined.append(piece.text());
        }
        return joined.toString();
    }

    /** Returns the number of characters. */
    @Override
    public int length() {
        if (parts == null) {
            return super.length();
        }
        int length = 0;
        for (Piece piece : parts.pieces) {
            length += piece.length();
        }
        return length;
    }

    /** Returns the number of segments. */
    public int segments() {
        return parts == null ? 1 : parts.ends.length;
    }

    /** Returns the approximate length of a segment, without making another form. */
    public int about(int segment) {
        if (parts == null) {
            return about();
        }
        int length = 0;
        for (int i = start(segment); i < end(segment); i++) {
            length += piece(i).about();
        }
        return length;
    }

    /** Returns the length of a segment in UTF-8. */
    public int bytes(int segment) {
        int length = 0;
        for (int i = start(segment); i < end(segment); i++) {
            length += piece(i).bytes();
        }
        return length;
    }

    /** Writes a segment in UTF-8. */
    public void write(int segment, OutputStream out) throws IOException {
        for (int i = start(segment); i < end(segment); i++) {
            piece(i).write(out);
        }
    }

    /** Writes the characters of a segment. */
    public void write(int segment, Writer out) throws IOException {
        for (int i = start(segment); i < end(segment); i++) {
            out.write(piece(i).text());
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
            for (int i = 0; i < pieces(); i++) {
                piece(i).update(sha);
            }
            known = Arrays.copyOf(sha.digest(), 16);
            digest = known;
        }
        return known;
    }

    /** Returns the whole text in UTF-8, for stores outside the heap. */
    @Override
    byte[] toUtf8() {
        if (parts == null) {
            return super.toUtf8();
        }
        int length = 0;
        byte[][] encoded = new byte[pieces()][];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = piece(i).toUtf8();
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
    @Override
    long weight() {
        if (parts == null) {
            return super.weight();
        }
        long weight = Parts.OVERHEAD;
        for (Piece piece : parts.pieces) {
            weight += piece.overhead() + piece.weight();
        }
        return weight;
    }

    /** The arguments of holes are of any length. */
    long weightOfHoles() {
        long weight = 0;
        for (Hole hole : holes()) {
            weight += hole.weight();
        }
        return weight;
    }

    @Override
    long weighsAtMost() {
        if (parts == null) {
            return super.weighsAtMost();
        }
        long weight = Parts.OVERHEAD;
        for (Piece piece : parts.pieces) {
            weight += piece.overhead() + piece.weighsAtMost();
        }
        return weight;
    }

    @Override
    int overhead() {
        return super.overhead() + MORE_THAN_A_PIECE;
    }

    private int pieces() {
        return parts == null ? 1 : parts.pieces.length;
    }

    private Piece piece(int index) {
        return parts == null ? this : parts.pieces[index];
    }

    private int start(int segment) {
        return segment == 0 ? 0 : end(segment - 1);
    }

    /** The piece with which a segment ends, exclusive. */
    private int end(int segment) {
        return parts == null ? 1 : parts.ends[segment];
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
        return other instanceof FinishedText that && holes().equals(that.holes()) && text().equals(that.text());
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
            for (int i = text.start(segment); i < text.end(segment); i++) {
                Piece piece = text.piece(i);
                pieces.add(piece);
                length += piece.length();
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
            if (holes.isEmpty() && pieces.size() <= 1) {
                return pieces.isEmpty() ? new FinishedText("", null) : single(pieces.get(0));
            }
            endsSegment();
            return new FinishedText(
                    new Parts(pieces.toArray(Piece[]::new), Arrays.copyOf(ends, holes.size() + 1), List.copyOf(holes)));
        }

        private static FinishedText single(Piece only) {
            return only instanceof FinishedText text ? text : new FinishedText(only);
        }
    }
}
