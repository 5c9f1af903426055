package io.fragmentcache.internal.memory;

import io.fragmentcache.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what a browser is to bring back: the stamp of a touch, until when it may bypass the cache, or which hole it fetches.
 * Without a signature a visitor could claim a touch in the future, and have each page rendered without a cache. Thread-safe.
 */
public final class Signer {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 16;
    private static final int LENGTH = 32;
    private static final String OF_TOUCHES = "touch";

    private final SecretKeySpec key;
    /** In front of what is signed, so that what was signed for one end is good for no other. */
    private final String purpose;

    private Signer(SecretKeySpec key, String purpose) {
        this.key = key;
        this.purpose = "fragment-cache " + purpose + " 1 ";
    }

    /** With a secret of this process. */
    public static Signer random() {
        byte[] secret = new byte[LENGTH];
        new SecureRandom().nextBytes(secret);
        return new Signer(new SecretKeySpec(secret, ALGORITHM), OF_TOUCHES);
    }

    public static Signer of(byte[] secret) {
        if (secret.length < SHORTEST) {
            throw Problem.secretTooShort(secret.length, SHORTEST);
        }
        return new Signer(new SecretKeySpec(secret, ALGORITHM), OF_TOUCHES);
    }

    /** With the same secret; neither opens what the other signed. */
    public Signer forPurpose(String name) {
        return new Signer(key, name);
    }

    /** Letters, digits, {@code .}, {@code -} and {@code _}. */
    public String sign(long stamp) {
        String number = Long.toString(stamp, Character.MAX_RADIX);
        return number + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature(number));
    }

    /** The stamp that was signed; empty where this was not signed here. */
    public OptionalLong open(String signed) {
        int dot = signed.indexOf('.');
        if (dot < 0) {
            return OptionalLong.empty();
        }
        String number = signed.substring(0, dot);
        try {
            byte[] signature = Base64.getUrlDecoder().decode(signed.substring(dot + 1));
            return MessageDigest.isEqual(signature, signature(number))
                    ? OptionalLong.of(Long.parseLong(number, Character.MAX_RADIX))
                    : OptionalLong.empty();
        } catch (IllegalArgumentException notWrittenHere) {
            return OptionalLong.empty();
        }
    }

    /**
     * Letters, digits, {@code .}, {@code -} and {@code _}: a text that everybody can read and that cannot be changed
     * unseen.
     */
    public String signText(String text) {
        String written = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return written + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature(written));
    }

    /** The text that was signed; empty where this was not signed here. */
    public Optional<String> openText(String signed) {
        int dot = signed.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String written = signed.substring(0, dot);
        try {
            byte[] signature = Base64.getUrlDecoder().decode(signed.substring(dot + 1));
            return MessageDigest.isEqual(signature, signature(written))
                    ? Optional.of(new String(Base64.getUrlDecoder().decode(written), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException notWrittenHere) {
            return Optional.empty();
        }
    }

    private byte[] signature(String number) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal((purpose + number).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }
}
