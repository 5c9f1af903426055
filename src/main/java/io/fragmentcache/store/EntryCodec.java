package io.fragmentcache.store;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import java.nio.charset.StandardCharsets;
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
 * entry, whatever became of the bytes. The checksum guards against damage, not against forgery: so no length in the bytes is
 * believed, no class is loaded by its name, and what is read takes no more memory than an entry may. An enum among the
 * arguments of a hole is read where this codec has written one of its class. In a text, half of a surrogate pair becomes a
 * question mark, as in every page in UTF-8. Thread-safe.
 */
public final class EntryCodec {
    /** Where the stamp {@code born} stands, in eight bytes. */
    public static final int BORN_AT = 1;

    private static final byte FORMAT = 2;
    private static final int FLAGS_AT = 9;
    private static final int CHECKSUM_AT = 10;
    private static final int BODY_AT = 14;
    private static final int CHARACTERS_OF_A_TAG = 24;

    /** Many times the largest text that the engine takes. */
    private static final long LARGEST = 16L * 1024 * 1024;

    private final int deflateFrom;
    private final long largest;
    private final PlainText plain = new PlainText();

    private EntryCodec(int deflateFrom, long largest) {
        this.deflateFrom = deflateFrom;
        this.largest = largest;
    }

    /** Keeps each text as it is. */
    public static EntryCodec plain() {
        return new EntryCodec(Integer.MAX_VALUE, LARGEST);
    }

    /** Deflates texts of this many bytes and more. */
    public static EntryCodec deflatingFrom(int bytes) {
        return new EntryCodec(bytes, LARGEST);
    }

    /** Reads entries that take about this many bytes of memory at most. Defaults to 16 MB. */
    public EntryCodec atMost(long bytes) {
        return new EntryCodec(deflateFrom, bytes);
    }

    /** Encodes an entry. */
    public byte[] encode(Entry entry) {
        byte[] text = entry.finished().toUtf8();
        BytesOut out = new BytesOut(
                BODY_AT + 128 + CHARACTERS_OF_A_TAG * entry.snapshots().size() + text.length);
        long born = entry.born();
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

    /**
     * Decodes the entry of this key; null if the bytes are damaged, foreign, of another key or of an unknown format.
     */
    public @Nullable Entry decode(byte[] bytes, Key key) {
        if (bytes.length < BODY_AT || bytes[0] != FORMAT || bytes.length > largest) {
            return null;
        }
        BytesIn in = new BytesIn(bytes, BODY_AT, largest);
        if (in.fourAt(CHECKSUM_AT) != checksum(bytes)) {
            return null;
        }
        try {
            return entry(bytes, in, bytes[FLAGS_AT], key);
        } catch (RuntimeException foreign) {
            // Its checksum fits, so these are whole bytes of another kind.
            return null;
        }
    }

    private @Nullable Entry entry(byte[] bytes, BytesIn in, byte flags, Key key) {
        if (flags < 0 || flags > 1 || !in.follow(key.encoded())) {
            return null;
        }
        long born = in.eightAt(BORN_AT);
        Times times = times(in, born);
        Version version = version(in);
        Snapshots snapshots = snapshots(in, born);
        Set<String> facts = facts(in);
        List<Hole> holes = holes(in);
        long length = in.number();
        BytesIn.Slice slice = in.inPlace();
        if (!in.isAtEnd()) {
            return null;
        }
        // Characters are made of the bytes where holes cut them.
        in.take(holes.isEmpty() ? length : 3 * length);
        byte[] text = flags == 1
                ? Deflate.grow(bytes, slice, length)
                : Arrays.copyOfRange(bytes, slice.from(), slice.from() + slice.length());
        if (text.length != length) {
            return null;
        }
        FinishedText finished = finished(text, holes);
        return finished == null ? null : new Entry(key, version, finished, snapshots, times, facts);
    }

    private static Snapshots snapshots(BytesIn in, long born) {
        Map<Tag, Long> stamps = new LinkedHashMap<>();
        for (int count = in.count(); count > 0; count--) {
            in.take(Snapshots.BYTES_OF_A_TAG);
            if (stamps.put(Tag.of(in.text()), born - in.number()) != null) {
                throw new IllegalStateException("a tag twice");
            }
        }
        return Snapshots.of(stamps);
    }

    private static Set<String> facts(BytesIn in) {
        Set<String> facts = new HashSet<>();
        for (int count = in.count(); count > 0; count--) {
            in.take(Weights.OF_A_FACT);
            facts.add(in.text());
        }
        return facts;
    }

    private List<Hole> holes(BytesIn in) {
        List<Hole> holes = new ArrayList<>();
        int before = 0;
        for (int count = in.count(); count > 0; count--) {
            in.take(Weights.OF_A_HOLE);
            Hole hole = hole(in);
            if (hole.offset() < before) {
                throw new IllegalStateException("holes out of order");
            }
            before = hole.offset();
            holes.add(hole);
        }
        return holes;
    }

    /** Null where the last hole lies outside of the text: the others lie before it. */
    private static @Nullable FinishedText finished(byte[] utf8, List<Hole> holes) {
        if (holes.isEmpty()) {
            return FinishedText.ofUtf8(utf8);
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        return holes.get(holes.size() - 1).offset() <= text.length() ? FinishedText.of(text, holes) : null;
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

    private void version(BytesOut out, Version version) {
        out.number(version.parts().size());
        version.parts().forEach(part -> plain.write(out, "version", part));
    }

    private Version version(BytesIn in) {
        List<Object> parts = new ArrayList<>();
        for (int count = in.count(); count > 0; count--) {
            in.take(Weights.OF_A_VERSION_PART);
            parts.add(plain.read(in));
        }
        return Version.of(parts);
    }

    private void hole(BytesOut out, Hole hole) {
        out.number(hole.offset()).text(hole.template()).text(hole.name());
        out.number(hole.arguments().size());
        hole.arguments().forEach((name, value) -> plain.write(out.text(name), name, value));
    }

    private Hole hole(BytesIn in) {
        int offset = Math.toIntExact(in.number());
        String template = in.text();
        String name = in.text();
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int count = in.count(); count > 0; count--) {
            in.take(Weights.OF_AN_ARGUMENT);
            if (arguments.put(in.text(), plain.read(in)) != null) {
                throw new IllegalStateException("an argument twice");
            }
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
