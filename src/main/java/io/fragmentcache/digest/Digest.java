package io.fragmentcache.digest;

import io.fragmentcache.problem.Problem;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The state of the templates behind a fragment: the first 128 bits of a SHA-256.
 *
 * <p>Equal digests mean equal templates, whatever the machine, the file path, the time or the order of asking. Written
 * as 32 hexadecimal digits.
 */
public record Digest(long high, long low) {
    private static final int DIGITS = 32;

    /** Stands for a template that no resolver finds. */
    public static final Digest ABSENT = of("absent");

    /**
     * Computes the digest of the parts in this order; each is length-prefixed, so that no two lists of parts look
     * alike.
     */
    public static Digest of(String... parts) {
        DigestBuilder builder = new DigestBuilder();
        for (String part : parts) {
            builder.add(part);
        }
        return builder.toDigest();
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws Problem if the text is not a digest
     */
    public static Digest parse(String hex) {
        if (hex.length() != DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw Problem.digestNotReadable(hex);
        }
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        return new Digest(bytes.getLong(), bytes.getLong());
    }

    /** Returns the 16 bytes, in a new array. */
    public byte[] bytes() {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
