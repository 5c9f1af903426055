package io.fragmentcache.key;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that keeps half surrogate pairs (WTF-8). Java's own encoder writes a question mark for each, so that two
 * different texts would be spelled alike.
 */
public final class WideText {
    /** The first byte of a half, whose second one is above all that UTF-8 has there. */
    private static final byte HALF = (byte) 0xED;

    private WideText() {}

    /** Returns the text in WTF-8: UTF-8, in which each half of a pair has three bytes. */
    public static byte[] bytes(String text) {
        return hasHalfPair(text) ? encode(text) : utf8(text);
    }

    /** Reads what {@link #bytes} wrote. */
    public static String text(byte[] bytes) {
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == HALF && (bytes[i + 1] & 0xE0) == 0xA0) {
                return decode(bytes);
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String decode(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        int from = 0;
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == HALF && (bytes[i + 1] & 0xE0) == 0xA0) {
                out.append(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                out.append((char) (0xD000 | (bytes[i + 1] & 0x3F) << 6 | (bytes[i + 2] & 0x3F)));
                i += 2;
                from = i + 1;
            }
        }
        return out.append(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8))
                .toString();
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
                out.writeBytes(utf8(Character.toString(c)));
            }
        });
        return out.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
