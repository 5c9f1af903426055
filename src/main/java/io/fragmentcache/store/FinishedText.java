package io.fragmentcache.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A finished text with its holes, in the forms that were asked for: characters for what is rendered around it, UTF-8 for
 * pages. Each form is made once, and kept. A text of ASCII alone has one form, since its characters are its bytes.
 *
 * <p>Holes cut the text into segments, one more than there are holes. Half of a surrogate pair becomes a question mark in
 * UTF-8. A value; safe to share between threads.
 */
public final class FinishedText {
    private static final byte[][] ASCII = {};
    private static final int BYTES_OF_AN_ARRAY = 16;

    /** Through which characters go that are bytes already. */
    private static final int BUFFER = 4 * 1024;

    private final List<Hole> holes;
    private volatile @Nullable String text;
    private volatile byte @Nullable [][] utf8;
    private volatile byte @Nullable [] digest;

    /** Negative until it is computed. */
    private volatile long weight = -1;

    private FinishedText(@Nullable String text, byte @Nullable [][] utf8, List<Hole> holes) {
        this.text = text;
        this.utf8 = utf8;
        this.holes = List.copyOf(holes);
    }

    /**
     * Creates a text with holes.
     *
     * @param holes by rising offset
     */
    public static FinishedText of(String text, List<Hole> holes) {
        return new FinishedText(text, null, holes);
    }

    /** Takes the array as its own. The characters are made on demand. */
    static FinishedText ofUtf8(byte[] utf8, List<Hole> holes) {
        return holes.isEmpty()
                ? new FinishedText(null, new byte[][] {utf8}, holes)
                : of(new String(utf8, StandardCharsets.UTF_8), holes);
    }

    /** Returns the holes, by rising offset. */
    public List<Hole> holes() {
        return holes;
    }

    /** Returns the characters. */
    public String text() {
        String known = text;
        return known == null ? decoded() : known;
    }

    /** Returns the number of segments. */
    public int segments() {
        return holes.size() + 1;
    }

    /** Returns the approximate length of a segment, without making another form. */
    public int about(int segment) {
        byte[][] known = utf8;
        return text == null && known != null && known != ASCII ? known[segment].length : end(segment) - start(segment);
    }

    /** Returns the length of a segment in UTF-8. */
    public int bytes(int segment) {
        byte[][] encoded = encoded();
        return encoded == ASCII ? end(segment) - start(segment) : encoded[segment].length;
    }

    /** Writes a segment in UTF-8. */
    @SuppressWarnings("deprecation") // The only copy of characters to bytes that looks at none of them; all are ASCII.
    public void write(int segment, OutputStream out) throws IOException {
        byte[][] encoded = encoded();
        if (encoded != ASCII) {
            out.write(encoded[segment]);
            return;
        }
        String characters = text();
        int start = start(segment);
        int end = end(segment);
        byte[] buffer = new byte[Math.min(BUFFER, end - start)];
        for (int from = start; from < end; from += buffer.length) {
            int to = Math.min(end, from + buffer.length);
            characters.getBytes(from, to, buffer, 0);
            out.write(buffer, 0, to - from);
        }
    }

    /** Writes the characters of a segment. */
    public void write(int segment, Writer out) throws IOException {
        out.write(text(), start(segment), end(segment) - start(segment));
    }

    /** Returns the first 128 bits of a SHA-256 of all segments, each with its length. */
    public byte[] digest() {
        byte[] known = digest;
        if (known == null) {
            MessageDigest sha = sha256();
            BytesOut lengths = new BytesOut(10 * segments());
            for (int i = 0; i < segments(); i++) {
                lengths.number(bytes(i));
            }
            sha.update(lengths.toBytes());
            byte[][] encoded = encoded();
            for (byte[] bytes : encoded == ASCII ? new byte[][] {BytesOut.utf8(text())} : encoded) {
                sha.update(bytes);
            }
            known = Arrays.copyOf(sha.digest(), 16);
            digest = known;
        }
        return known;
    }

    /** All of it in UTF-8, for stores outside the heap. */
    byte[] toUtf8() {
        byte[][] known = utf8;
        return known != null && known.length == 1 ? known[0] : BytesOut.utf8(text());
    }

    /** Bytes that the text takes in all the forms that it will have. */
    long weight() {
        long known = weight;
        if (known < 0) {
            known = weighed();
            weight = known;
        }
        return known;
    }

    private long weighed() {
        String characters = text;
        byte[][] encoded = utf8;
        if (characters == null) {
            byte[] only = Objects.requireNonNull(encoded, "a text has one form at least")[0];
            boolean isAscii = isAscii(only);
            // Of ASCII the bytes are let go when the characters are made.
            return isAscii ? only.length : BYTES_OF_AN_ARRAY + only.length + charactersOf(only);
        }
        int length = characters.length();
        long bytes = 0;
        boolean wide = false;
        for (int i = 0; i < length; i++) {
            char c = characters.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            wide |= c > 0xFF;
        }
        long asCharacters = wide ? 2L * length : length;
        return bytes == length ? length : asCharacters + bytes + (long) BYTES_OF_AN_ARRAY * segments();
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
        String characters = text;
        return characters == null ? weight() : 5L * characters.length() + (long) BYTES_OF_AN_ARRAY * segments();
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    /** Two bytes for each character of the text that these are, beyond ASCII somewhere. */
    private static long charactersOf(byte[] utf8) {
        long characters = 0;
        for (byte each : utf8) {
            characters += (each & 0xC0) == 0x80 ? 0 : (each & 0xF8) == 0xF0 ? 2 : 1;
        }
        return 2 * characters;
    }

    private String decoded() {
        byte[][] only = Objects.requireNonNull(utf8, "a text has one form at least");
        if (only == ASCII) {
            // Another thread was quicker, and had set the characters before it let go of the bytes.
            return Objects.requireNonNull(text);
        }
        String characters = new String(only[0], StandardCharsets.UTF_8);
        text = characters;
        utf8 = isAscii(characters, only[0]) ? ASCII : only;
        return characters;
    }

    private byte[][] encoded() {
        byte[][] known = utf8;
        if (known == null) {
            known = encode(text());
            utf8 = known;
        }
        return known;
    }

    private byte[][] encode(String characters) {
        byte[] whole = BytesOut.utf8(characters);
        if (isAscii(characters, whole)) {
            return ASCII;
        }
        byte[][] encoded = new byte[segments()][];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = encoded.length == 1 ? whole : BytesOut.utf8(characters.substring(start(i), end(i)));
        }
        return encoded;
    }

    private int start(int segment) {
        return segment == 0 ? 0 : holes.get(segment - 1).offset();
    }

    private int end(int segment) {
        return segment == holes.size() ? text().length() : holes.get(segment).offset();
    }

    /** A length alone would take half of a surrogate pair, which is a question mark in UTF-8, for a character of ASCII. */
    private static boolean isAscii(String text, byte[] utf8) {
        return utf8.length == text.length() && new String(utf8, StandardCharsets.ISO_8859_1).equals(text);
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
}
