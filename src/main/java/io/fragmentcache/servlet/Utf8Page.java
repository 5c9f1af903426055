package io.fragmentcache.servlet;

import io.fragmentcache.internal.memory.TextWriter;
import io.fragmentcache.store.Utf8Out;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** A complete page in UTF-8. */
final class Utf8Page {
    private static final int DIGEST_BYTES = 16;
    private static final byte[] NOTHING = {};

    private final byte[][] between;
    private final List<TextWriter.Remembered> pieces;
    /** In bytes; negative until it is asked for. */
    private long length = -1;

    /** @param between the bytes before each piece of cached HTML, and after the last piece */
    private Utf8Page(byte[][] between, List<TextWriter.Remembered> pieces) {
        this.between = between;
        this.pieces = pieces;
    }

    /** What is held; only the characters between the pieces of cached HTML are encoded. */
    static Utf8Page of(TextWriter held) {
        List<TextWriter.Remembered> pieces = held.remembered();
        byte[][] between = new byte[pieces.size() + 1][];
        int from = 0;
        for (int i = 0; i < between.length; i++) {
            int to = i == pieces.size() ? held.size() : pieces.get(i).at();
            between[i] = from == to ? NOTHING : held.characters(from, to).getBytes(StandardCharsets.UTF_8);
            from = to;
        }
        return new Utf8Page(between, pieces);
    }

    long length() {
        if (length < 0) {
            length = 0;
            for (byte[] bytes : between) {
                length += bytes.length;
            }
            for (TextWriter.Remembered piece : pieces) {
                length += piece.text().bytes(piece.segment());
            }
        }
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        if (length() == 0) {
            // Tomcat 11 closes a response that has its length, and refuses even a write of nothing then.
            return;
        }
        Utf8Out chunks = new Utf8Out(out, length());
        chunks.write(between[0]);
        for (int i = 0; i < pieces.size(); i++) {
            TextWriter.Remembered piece = pieces.get(i);
            piece.text().write(piece.segment(), chunks);
            chunks.write(between[i + 1]);
        }
        chunks.flush();
    }

    /**
     * What tells this page from every other: 128 bits of a SHA-256, in letters, digits, {@code -} and {@code _}. Remembered
     * texts come in by their own digests, which are made once; each part comes with its length, so that no two pages are
     * put together alike.
     *
     * @param charset in which the page is sent
     */
    String digest(String charset) {
        MessageDigest sha = sha256();
        part(sha, charset.getBytes(StandardCharsets.UTF_8));
        part(sha, between[0]);
        for (int i = 0; i < pieces.size(); i++) {
            TextWriter.Remembered piece = pieces.get(i);
            number(sha, piece.segment());
            sha.update(piece.text().digest());
            part(sha, between[i + 1]);
        }
        byte[] first = new byte[DIGEST_BYTES];
        System.arraycopy(sha.digest(), 0, first, 0, DIGEST_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(first);
    }

    private static void part(MessageDigest sha, byte[] bytes) {
        number(sha, bytes.length);
        sha.update(bytes);
    }

    private static void number(MessageDigest sha, int number) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            sha.update((byte) (number >>> shift));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
