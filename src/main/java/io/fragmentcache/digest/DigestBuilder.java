package io.fragmentcache.digest;

import io.fragmentcache.internal.Internal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Takes parts, each with its length before it, and gives their digest. Not thread-safe. */
@Internal
public final class DigestBuilder {
    private final MessageDigest sha256 = sha256();

    public DigestBuilder add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    public DigestBuilder add(byte[] bytes) {
        add(bytes.length);
        sha256.update(bytes);
        return this;
    }

    public DigestBuilder add(int number) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            sha256.update((byte) (number >>> shift));
        }
        return this;
    }

    public DigestBuilder add(Digest digest) {
        return add(digest.bytes());
    }

    public Digest toDigest() {
        ByteBuffer first = ByteBuffer.wrap(sha256.digest());
        return new Digest(first.getLong(), first.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }
}
