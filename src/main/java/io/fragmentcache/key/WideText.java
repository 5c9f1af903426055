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

    /** The same text, with {@code \\ud83d} for the half of a pair. */
    static String withoutHalfPairs(String text) {
        if (!hasHalfPair(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 10);
        text.codePoints().forEach(c -> {
            if (isHalf(c)) {
                out.append("\\u").append(Integer.toHexString(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static boolean isHalf(int c) {
        return c <= 0xFFFF && Character.isSurrogate((char) c);
    }

    private static boolean hasHalfPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            // Most texts have none of either half.
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints().anyMatch(WideText::isHalf);
            }
        }
        return false;
    }

    private static byte[] encode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 3);
        text.codePoints().forEach(c -> {
            if (isHalf(c)) {
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
