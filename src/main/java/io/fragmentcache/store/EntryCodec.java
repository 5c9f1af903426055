package io.fragmentcache.store;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Entries as bytes, for stores outside the heap. The form is this library's own, and starts with its number, so that
 * entries of other releases are told apart; Java serialization is not used.
 *
 * <pre>
 * offset  bytes  format 2, big-endian
 *      0      1  number of the format
 *      1      8  born: read by the scripts of far stores, without decoding the rest
 *      9      1  1 where the text is deflated
 *     10      4  CRC32C of all other bytes
 *     14         key, times, version, tags with their stamps, facts, holes, text in UTF-8
 * </pre>
 *
 * <p>Reading promises an entry that equals the one that was written, or none: never an exception, and never another
 * entry, whatever became of the bytes. The checksum guards against damage, not against forgery. Half of a surrogate pair
 * becomes a question mark, as in every page in UTF-8. Immutable and thread-safe.
 */
public final class EntryCodec {
    /** Where the stamp {@code born} stands, in eight bytes. */
    public static final int BORN_AT = 1;

    private static final byte FORMAT = 2;
    private static final int FLAGS_AT = 9;
    private static final int CHECKSUM_AT = 10;
    private static final int BODY_AT = 14;
    private static final int CHARACTERS_OF_A_TAG = 24;

    private final int deflateFrom;

    private EntryCodec(int deflateFrom) {
        this.deflateFrom = deflateFrom;
    }

    /** Keeps each text as it is. */
    public static EntryCodec plain() {
        return new EntryCodec(Integer.MAX_VALUE);
    }

    /** Deflates texts of this many bytes and more. */
    public static EntryCodec deflatingFrom(int bytes) {
        return new EntryCodec(bytes);
    }

    /** The bytes of the entry; an error where an argument of a hole is no plain value. */
    public byte[] encode(Entry entry) {
        byte[] text = entry.finished().toUtf8();
        BytesOut out = new BytesOut(
                BODY_AT + 128 + CHARACTERS_OF_A_TAG * entry.snapshots().size() + text.length);
        long born = entry.times().born();
        boolean deflated = text.length >= deflateFrom;
        out.single(FORMAT).eight(born).single(deflated ? 1 : 0).four(0);
        out.bytes(entry.key().encoded());
        times(out, entry.times());
        version(out, entry.version());
        out.number(entry.snapshots().size());
        entry.snapshots().forEach((tag, stamp) -> out.text(tag.name()).number(born - stamp));
        out.number(entry.facts().size());
        new TreeSet<>(entry.facts()).forEach(out::text);
        out.number(entry.holes().size());
        entry.holes().forEach(hole -> hole(out, hole));
        out.number(text.length).bytes(deflated ? Deflate.shrink(text) : text);
        byte[] bytes = out.toBytes();
        BytesOut.four(bytes, CHECKSUM_AT, checksum(bytes));
        return bytes;
    }

    /** The entry of this key; null where the bytes are damaged, foreign, of another key or of an unknown format. */
    public @Nullable Entry decode(byte[] bytes, Key key) {
        if (bytes.length < BODY_AT || bytes[0] != FORMAT) {
            return null;
        }
        BytesIn in = new BytesIn(bytes, BODY_AT);
        if (in.fourAt(CHECKSUM_AT) != checksum(bytes)) {
            return null;
        }
        try {
            return entry(in, bytes[FLAGS_AT], key);
        } catch (RuntimeException foreign) {
            // Its checksum fits, so these are whole bytes of another kind.
            return null;
        }
    }

    private static @Nullable Entry entry(BytesIn in, byte flags, Key key) {
        if (flags < 0 || flags > 1 || !Arrays.equals(in.bytes(), key.encoded())) {
            return null;
        }
        long born = in.eightAt(BORN_AT);
        Times times = times(in, born);
        Version version = version(in);
        Map<Tag, Long> stamps = new LinkedHashMap<>();
        for (int count = in.count(); count > 0; count--) {
            stamps.put(Tag.of(in.text()), born - in.number());
        }
        Set<String> facts = new HashSet<>();
        for (int count = in.count(); count > 0; count--) {
            facts.add(in.text());
        }
        List<Hole> holes = new ArrayList<>();
        for (int count = in.count(); count > 0; count--) {
            holes.add(hole(in));
        }
        long length = in.number();
        byte[] text = in.bytes();
        text = flags == 1 ? Deflate.grow(text, length) : text;
        return in.isAtEnd()
                ? new Entry(key, version, FinishedText.ofUtf8(text, holes), Snapshots.of(stamps), times, facts)
                : null;
    }

    private static void times(BytesOut out, Times times) {
        // Each as the distance to the one before, which is short.
        out.number(times.written() - times.born());
        out.number(times.freshUntil() - times.written());
        out.number(times.staleUntil() - times.freshUntil());
        out.number(times.keepUntil() - times.staleUntil());
        out.number(times.cost());
    }

    private static Times times(BytesIn in, long born) {
        long written = born + in.number();
        long freshUntil = written + in.number();
        long staleUntil = freshUntil + in.number();
        long keepUntil = staleUntil + in.number();
        return new Times(born, written, freshUntil, staleUntil, keepUntil, in.number());
    }

    private static void version(BytesOut out, Version version) {
        out.number(version.parts().size());
        version.parts().forEach(part -> PlainText.write(out, "version", part));
    }

    private static Version version(BytesIn in) {
        List<Object> parts = new ArrayList<>();
        for (int count = in.count(); count > 0; count--) {
            parts.add(PlainText.read(in));
        }
        return Version.of(parts);
    }

    private static void hole(BytesOut out, Hole hole) {
        out.number(hole.offset()).text(hole.template()).text(hole.name());
        out.number(hole.arguments().size());
        hole.arguments().forEach((name, value) -> PlainText.write(out.text(name), name, value));
    }

    private static Hole hole(BytesIn in) {
        int offset = Math.toIntExact(in.number());
        String template = in.text();
        String name = in.text();
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int count = in.count(); count > 0; count--) {
            arguments.put(in.text(), PlainText.read(in));
        }
        return new Hole(offset, template, name, arguments);
    }

    private static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, CHECKSUM_AT);
        sum.update(bytes, BODY_AT, bytes.length - BODY_AT);
        return (int) sum.getValue();
    }
}
