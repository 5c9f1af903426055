package io.fragmentcache.servlet;

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
    private final List<HeldPage.Piece> pieces;

    /** @param between the bytes before each piece of cached HTML, and after the last piece */
    Utf8Page(byte[][] between, List<HeldPage.Piece> pieces) {
        this.between = between;
        this.pieces = pieces;
    }

    static byte[] encode(char[] characters, int from, int length) {
        return length == 0 ? NOTHING : new String(characters, from, length).getBytes(StandardCharsets.UTF_8);
    }

    long length() {
        long length = 0;
        for (byte[] bytes : between) {
            length += bytes.length;
        }
        for (HeldPage.Piece piece : pieces) {
            length += piece.text().bytes(piece.segment());
        }
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        write(between[0], out);
        for (int i = 0; i < pieces.size(); i++) {
            HeldPage.Piece piece = pieces.get(i);
            if (piece.text().bytes(piece.segment()) > 0) {
                piece.text().write(piece.segment(), out);
            }
            write(between[i + 1], out);
        }
    }

    /** Tomcat 11 closes a response that has its length, and refuses even a write of nothing then. */
    private static void write(byte[] bytes, OutputStream out) throws IOException {
        if (bytes.length > 0) {
            out.write(bytes);
        }
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
            HeldPage.Piece piece = pieces.get(i);
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
