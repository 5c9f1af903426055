package io.fragmentcache.store;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A piece of rendered HTML in the forms that were used: characters for outer fragments, UTF-8 for pages. Each form is made
 * once, and kept. A piece of ASCII has one form, since its characters are its bytes. Nested fragments share their pieces.
 * A text that is one piece is that piece itself. A value; safe to share between threads.
 */
class Piece {
    /** This, a string and an array, with its alignment. */
    private static final int OBJECTS = 72;

    private static final byte[] ASCII = {};
    private static final int BYTES_OF_AN_ARRAY = 16;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** Through which characters go that are bytes already. */
    private static final int BUFFER = 4 * 1024;

    private volatile @Nullable String text;
    private volatile byte @Nullable [] utf8;

    /** Negative until it is computed. */
    private volatile int weight = -1;

    /** One form at least is there, except in a text of other pieces. */
    Piece(@Nullable String text, byte @Nullable [] utf8) {
        this.text = text;
        this.utf8 = utf8;
    }

    /** Shares the forms that were made. */
    Piece(Piece same) {
        // The bytes first: where they are dropped in between, the characters were made before.
        this.utf8 = same.utf8;
        this.text = same.text;
        this.weight = same.weight;
    }

    static Piece of(String text) {
        return new Piece(text, null);
    }

    String text() {
        String known = text;
        return known == null ? decoded() : known;
    }

    int length() {
        return text().length();
    }

    /** Nearly its length, without making another form. */
    int about() {
        String known = text;
        return known != null ? known.length() : Objects.requireNonNull(utf8, "a piece has one form at least").length;
    }

    /** Its length in UTF-8. */
    int bytes() {
        byte[] encoded = encoded();
        return encoded == ASCII ? text().length() : encoded.length;
    }

    /** Writes it in UTF-8. */
    @SuppressWarnings("deprecation") // The only copy of characters to bytes that looks at none of them; all are ASCII.
    void write(OutputStream out) throws IOException {
        byte[] encoded = encoded();
        if (encoded != ASCII) {
            out.write(encoded);
            return;
        }
        String characters = text();
        if (out instanceof Utf8Out chunks) {
            chunks.ascii(characters);
            return;
        }
        int end = characters.length();
        byte[] buffer = new byte[Math.min(BUFFER, end)];
        for (int from = 0; from < end; from += buffer.length) {
            int to = Math.min(end, from + buffer.length);
            characters.getBytes(from, to, buffer, 0);
            out.write(buffer, 0, to - from);
        }
    }

    void update(MessageDigest sha) {
        sha.update(toUtf8());
    }

    byte[] toUtf8() {
        byte[] known = utf8;
        return known != null && known != ASCII ? known : BytesOut.utf8(text());
    }

    /** Bytes that a text of several pieces takes for this one, beside its {@link #weight()}. */
    int overhead() {
        return OBJECTS;
    }

    /** Bytes that it takes in all the forms that it will have. */
    long weight() {
        int known = weight;
        if (known < 0) {
            known = (int) Math.min(Integer.MAX_VALUE, weighed());
            weight = known;
        }
        return known;
    }

    /** Not less than {@link #weight()}, without a look at the characters. */
    long weighsAtMost() {
        String characters = text;
        return weight >= 0 || characters == null ? weight() : BYTES_OF_AN_ARRAY + 5L * characters.length();
    }

    private long weighed() {
        String characters = text;
        if (characters == null) {
            byte[] only = Objects.requireNonNull(utf8, "a piece has one form at least");
            // The bytes of ASCII are dropped when the characters are made.
            return isAscii(only) ? only.length : BYTES_OF_AN_ARRAY + only.length + charactersOf(only);
        }
        // In the form that a page will ask for, which is made here once.
        byte[] encoded = encoded();
        int length = characters.length();
        if (encoded == ASCII) {
            return length;
        }
        // A string has one byte a character where all are of Latin-1.
        int bytesOfACharacter = isLatin1(encoded) && marks(characters) == marks(encoded) ? 1 : 2;
        return (long) bytesOfACharacter * length + encoded.length + BYTES_OF_AN_ARRAY;
    }

    /**
     * Whether all characters are below 256: their UTF-8 begins with no byte above 0xC3. Eight at a time, since texts are
     * long, and each is weighed when it is stored.
     */
    private static boolean isLatin1(byte[] utf8) {
        int at = 0;
        for (; at <= utf8.length - Long.BYTES; at += Long.BYTES) {
            long word = (long) WORDS.get(utf8, at);
            long first = word & word << 1 & HIGHEST_BITS;
            if ((first & (word << 2 | word << 3 | word << 4 | word << 5)) != 0) {
                return false;
            }
        }
        for (; at < utf8.length; at++) {
            if ((utf8[at] & 0xFF) > 0xC3) {
                return false;
            }
        }
        return true;
    }

    /** Half of a surrogate pair becomes one more of these. */
    private static int marks(byte[] utf8) {
        int marks = 0;
        for (byte each : utf8) {
            marks += each == '?' ? 1 : 0;
        }
        return marks;
    }

    private static int marks(String characters) {
        int marks = 0;
        for (int at = characters.indexOf('?'); at >= 0; at = characters.indexOf('?', at + 1)) {
            marks++;
        }
        return marks;
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
        byte[] only = Objects.requireNonNull(utf8, "a piece has one form at least");
        if (only == ASCII) {
            // Another thread was quicker: it set the characters before it dropped the bytes.
            return Objects.requireNonNull(text);
        }
        String characters = new String(only, StandardCharsets.UTF_8);
        text = characters;
        utf8 = isAscii(characters, only) ? ASCII : only;
        return characters;
    }

    private byte[] encoded() {
        byte[] known = utf8;
        if (known == null) {
            String characters = text();
            known = BytesOut.utf8(characters);
            known = isAscii(characters, known) ? ASCII : known;
            utf8 = known;
        }
        return known;
    }

    /** A length alone would take half of a surrogate pair, which is a question mark in UTF-8, for a character of ASCII. */
    private static boolean isAscii(String text, byte[] utf8) {
        return utf8.length == text.length() && new String(utf8, StandardCharsets.ISO_8859_1).equals(text);
    }

    @Override
    public String toString() {
        return text();
    }
}
