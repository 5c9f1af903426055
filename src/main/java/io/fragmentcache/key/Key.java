package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Which fragment is meant: locator, digest, model identities and vary values, encoded one after the other with type and
 * length, so that no two lists of parts are spelled alike.
 *
 * <p>In memory the encoded form itself is compared, so a collision cannot happen. Stores elsewhere use {@link #id()},
 * and compare the encoded form, which travels in the entry, on each read. Immutable.
 */
public final class Key {
    private static final int ID_BYTES = 16;

    /** Bytes of the key itself and around its array. */
    private static final int OBJECTS = 48;

    private final byte[] encoded;
    private final int hash;

    /** Where the facts begin; 0 in a key without. */
    private final int factsAt;

    private Key(byte[] encoded, int factsAt) {
        this.encoded = encoded;
        this.hash = KeyHash.of(encoded);
        this.factsAt = factsAt;
    }

    /** Takes the array as its own. */
    static Key own(byte[] encoded) {
        return new Key(encoded, 0);
    }

    /** Takes the array as its own; facts stand at its end. */
    static Key own(byte[] encoded, int factsAt) {
        return new Key(encoded, factsAt);
    }

    /** Reads back what {@link #encoded()} gave. */
    public static Key decode(byte[] encoded) {
        return own(encoded.clone());
    }

    /**
     * Returns the form that leaves the process. Of facts it has the names and a digest of the values: what one visitor's
     * request said is not written anywhere.
     */
    public byte[] encoded() {
        return factsAt == 0 ? encoded.clone() : outside();
    }

    private byte[] outside() {
        KeyWriter out = new KeyWriter(Arrays.copyOf(encoded, factsAt), 64);
        List<byte[]> names = KeyReader.namesOfFacts(encoded, factsAt);
        out.list(PartType.FACTS_DIGEST, names.size());
        for (byte[] name : names) {
            out.bytes(PartType.STRING, name);
        }
        out.bytes(PartType.BYTES, sha256(Arrays.copyOfRange(encoded, factsAt, encoded.length)));
        return out.toBytes();
    }

    /**
     * Returns the first 128 bits of the SHA-256 of the encoded form, in hexadecimal: the name of the entry in remote
     * stores.
     */
    public String id() {
        return HexFormat.of().formatHex(sha256(factsAt == 0 ? encoded : outside()), 0, ID_BYTES);
    }

    /** Returns whether this key holds what the other one holds, and in addition only named facts. */
    public boolean isVariantOf(Key other) {
        byte[] start = other.encoded;
        return encoded.length > start.length
                && (encoded[start.length] == (byte) PartType.NAME || encoded[start.length] == (byte) PartType.FACTS)
                && Arrays.equals(encoded, 0, start.length, start, 0, start.length);
    }

    /** Returns whether this key is one of the fragment whose keys begin like this. */
    @Internal
    public boolean isUnder(KeyPrefix prefix) {
        byte[] start = prefix.encoded();
        return encoded.length >= start.length && Arrays.equals(encoded, 0, start.length, start, 0, start.length);
    }

    /** Returns the bytes that this key takes in memory. */
    public int weight() {
        return OBJECTS + encoded.length;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    /** The first 128 bits of a SHA-256, in hexadecimal. */
    static String digestOf(byte[] bytes) {
        return HexFormat.of().formatHex(sha256(bytes), 0, ID_BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key that && hash == that.hash && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The parts for people: {@code v1 shop shop/list::card 9f86d081… de Product:42}. */
    @Override
    public String toString() {
        return KeyReader.readable(encoded());
    }

    /** Returns what {@code cache:key} gave, for people: {@code Product:42}. Neither vary values nor facts are among it. */
    @Internal
    public List<String> values() {
        return KeyReader.values(encoded, KeyPrefix.PARTS);
    }

    /**
     * Returns the parts for people, one by one: wire version, namespace, template, name, digest, locale, then what it
     * shows.
     */
    public List<String> parts() {
        return KeyReader.parts(encoded());
    }
}
