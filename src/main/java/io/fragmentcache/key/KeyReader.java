package io.fragmentcache.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes an encoded key for people. */
final class KeyReader {
    private static final int SHOWN_DIGEST_BYTES = 4;
    private static final int DEEPEST = 100;

    private final ByteBuffer in;
    private final StringBuilder out = new StringBuilder();
    private int depth;

    private KeyReader(byte[] encoded) {
        in = ByteBuffer.wrap(encoded);
    }

    static String readable(byte[] encoded) {
        return String.join(" ", parts(encoded));
    }

    static List<String> parts(byte[] encoded) {
        KeyReader reader = new KeyReader(encoded);
        List<String> parts = new ArrayList<>();
        try {
            while (reader.in.hasRemaining()) {
                reader.part();
                parts.add(reader.taken());
            }
        } catch (RuntimeException foreign) {
            // Bytes that no writer of this version made: shown as far as they could be read.
            parts.add(reader.out.append('?').toString());
        }
        return parts;
    }

    /** The values of {@code cache:key}: what follows the beginning, without what stands under a name. */
    static List<String> values(byte[] encoded, int partsBefore) {
        KeyReader reader = new KeyReader(encoded);
        List<String> values = new ArrayList<>();
        try {
            for (int i = 0; reader.in.hasRemaining(); i++) {
                byte type = reader.in.get(reader.in.position());
                if (type == (byte) PartType.FACTS) {
                    break;
                }
                reader.part();
                String part = reader.taken();
                if (i >= partsBefore && type != (byte) PartType.NAME && type != (byte) PartType.FACTS_DIGEST) {
                    values.add(part);
                }
            }
        } catch (RuntimeException foreign) {
            // Bytes that no writer of this version made: they have no values that people know.
            return List.of();
        }
        return values;
    }

    /** The names of the facts that stand at the end, from there on, in UTF-8. */
    static List<byte[]> namesOfFacts(byte[] encoded, int from) {
        KeyReader reader = new KeyReader(encoded);
        reader.skip(from + 1);
        int count = reader.varint();
        List<byte[]> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reader.skip(1);
            names.add(reader.bytes());
            reader.skip(reader.varint());
        }
        return names;
    }

    private void skip(int bytes) {
        in.position(in.position() + bytes);
    }

    private String taken() {
        String part = out.toString();
        out.setLength(0);
        return part;
    }

    private void part() {
        char type = (char) in.get();
        switch (type) {
            case PartType.STRING -> out.append(text());
            case PartType.NUMBER -> out.append(in.getLong());
            case PartType.FLOATING -> out.append(Double.longBitsToDouble(in.getLong()));
            case PartType.BOOLEAN -> out.append(in.get() == 1);
            case PartType.VALUE, PartType.ENUM -> {
                text();
                out.append(text());
            }
            case PartType.MODEL -> {
                // The origin of the name keeps classes apart; people know what they look at.
                text();
                out.append(text()).append(':');
                part();
            }
            case PartType.NAME -> {
                out.append(text()).append('=');
                part();
            }
            case PartType.LIST -> list("[", "]", varint());
            case PartType.MAP -> list("{", "}", 2 * varint());
            case PartType.FACTS_DIGEST -> {
                int count = varint();
                out.append("facts(");
                for (int i = 0; i < count; i++) {
                    // Names of facts have spaces: "value of session.user.plan".
                    out.append(i > 0 ? ", " : "");
                    part();
                }
                out.append(")=");
                part();
            }
            case PartType.EMPTY -> out.append("empty");
            case PartType.BYTES -> {
                byte[] bytes = bytes();
                out.append(HexFormat.of().formatHex(bytes, 0, Math.min(SHOWN_DIGEST_BYTES, bytes.length)));
            }
            default -> throw new IllegalStateException("unknown part " + type);
        }
    }

    private void list(String open, String close, int count) {
        if (++depth > DEEPEST) {
            throw new IllegalStateException("lists nested too deep");
        }
        out.append(open);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append(' ');
            }
            part();
        }
        out.append(close);
        depth--;
    }

    private String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
        int length = varint();
        if (length > in.remaining()) {
            throw new IllegalStateException("a length beyond the end");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private int varint() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("a length over 5 bytes");
    }
}
