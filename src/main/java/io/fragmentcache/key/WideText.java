package io.fragmentcache.key;

import java.io.ByteArrayOutputStream;

/**
 * UTF-8 that keeps half surrogate pairs (WTF-8). Java's own encoder writes a question mark for each, so that two
 * different texts would be spelled alike.
 */
final class WideText {
    private WideText() {}

    static byte[] bytes(String text) {
        return hasHalfPair(text) ? encode(text) : Key.utf8(text);
    }

    private static boolean hasHalfPair(String text) {
        return text.codePoints().anyMatch(c -> c <= 0xFFFF && Character.isSurrogate((char) c));
    }

    private static byte[] encode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 3);
        text.codePoints().forEach(c -> {
            if (c <= 0xFFFF && Character.isSurrogate((char) c)) {
                out.write(0xE0 | c >> 12);
                out.write(0x80 | c >> 6 & 0x3F);
                out.write(0x80 | c & 0x3F);
            } else {
                out.writeBytes(Key.utf8(Character.toString(c)));
            }
        });
        return out.toByteArray();
    }
}
