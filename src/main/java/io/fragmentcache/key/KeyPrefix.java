package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import java.util.Locale;

/**
 * What all keys of one fragment share, encoded once: wire version, namespace, locator, digest and locale.
 *
 * @param encoded not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; it is the beginning of each key of a fragment.
@Internal
public record KeyPrefix(byte[] encoded) {
    /** Raised when the encoding of keys changes, so that old entries are not found any more. */
    static final int WIRE_VERSION = 3;

    /** How many parts the beginning of a fragment's key has. */
    static final int PARTS = 6;

    private static final int LONGEST_NAME = 200;

    static final KeyPrefix EMPTY = new KeyPrefix(new byte[0]);

    /** Of a fragment of a template, in one language. */
    public static KeyPrefix of(String namespace, Locator locator, byte[] digest, Locale locale) {
        KeyWriter out = new KeyWriter();
        out.number(PartType.NUMBER, WIRE_VERSION).string(PartType.STRING, namespace);
        out.string(PartType.STRING, shortened(locator.template())).string(PartType.STRING, locator.name());
        out.bytes(PartType.BYTES, digest).string(PartType.STRING, LocaleText.of(locale));
        return new KeyPrefix(out.toBytes());
    }

    /** Of any other text, by a name that the application gives it. */
    public static KeyPrefix of(String namespace, String name) {
        KeyWriter out = new KeyWriter();
        out.number(PartType.NUMBER, WIRE_VERSION)
                .string(PartType.STRING, namespace)
                .string(PartType.STRING, name);
        return new KeyPrefix(out.toBytes());
    }

    /** The name of a template that was given as a string is its whole text, which each key would carry. */
    private static String shortened(String template) {
        return template.length() <= LONGEST_NAME ? template : "text:" + Key.digestOf(WideText.utf8(template));
    }
}
