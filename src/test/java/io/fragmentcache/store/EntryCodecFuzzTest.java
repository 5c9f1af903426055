package io.fragmentcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Version;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A million damaged envelopes. The seed is in the message of a failure. */
class EntryCodecFuzzTest {
    private static final int ROUNDS = 1_000_000;
    private static final long LIMIT = 512 * 1024;

    @Test
    void aDamagedEnvelopeIsAMissOrTheSameEntryAndNeverAnException() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Entry entry = SampleEntries.full("fuzz", SampleEntries.BORN);
        byte[][] valid = {
            EntryCodec.plain().encode(entry), EntryCodec.deflatingFrom(1).encode(entry),
        };
        EntryCodec codec = EntryCodec.plain();
        int misses = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damage(valid[round & 1], random);
            Entry decoded = codec.decode(damaged, entry.key());
            if (decoded == null) {
                misses++;
            } else if (!decoded.equals(entry)) {
                throw new AssertionError("another entry: seed " + seed + ", round " + round);
            }
        }
        assertThat(misses).isGreaterThan(ROUNDS / 2);
    }

    /**
     * Behind the checksum too, which has no secret: whatever forged bytes hold, reading them throws nothing, takes no more
     * memory than the limit allows, and what comes back can be shown. As many times as the property says.
     */
    @Test
    void aForgedEnvelopeThrowsNothingTakesNoMemoryAndIsWholeWhereItIsRead() {
        int rounds = Integer.getInteger("fragmentcache.fuzz", ROUNDS / 25);
        long seed = Long.getLong("fragmentcache.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        EntryCodec codec = EntryCodec.plain().atMost(LIMIT);
        List<byte[]> valid = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        for (Entry entry : samples()) {
            valid.add(codec.encode(entry));
            valid.add(EntryCodec.deflatingFrom(1).encode(entry));
            keys.add(entry.key());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int misses = 0;
        long most = 0;
        for (int round = 0; round < rounds; round++) {
            int which = random.nextInt(valid.size());
            byte[] forged = forge(valid.get(which), valid.get(random.nextInt(valid.size())), random);
            if (forged.length < 14) {
                continue;
            }
            byte[] sealed = EntryCodecTest.sealed(forged);
            Key key = keys.get(which / 2);
            try {
                long before = threads.getCurrentThreadAllocatedBytes();
                Entry read = codec.decode(sealed, key);
                long taken = threads.getCurrentThreadAllocatedBytes() - before;
                most = Math.max(most, taken);
                if (taken > 2 * LIMIT) {
                    throw new AssertionError("takes " + taken + " bytes");
                }
                misses += read == null ? 1 : 0;
                if (read != null) {
                    show(read, key);
                }
            } catch (RuntimeException | IOException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        String figures = rounds + " forged envelopes, seed " + seed + ": " + misses + " misses, at most " + most
                + " bytes taken of " + 2 * LIMIT;
        System.getLogger("io.fragmentcache.fuzz").log(System.Logger.Level.INFO, figures);
        assertThat(misses).as(figures).isGreaterThan(rounds / 10);
    }

    /** As a page does. */
    private static void show(Entry read, Key key) throws IOException {
        assertThat(read.key()).isEqualTo(key);
        int characters = 0;
        for (int i = 0; i < read.finished().segments(); i++) {
            StringWriter out = new StringWriter();
            read.finished().write(i, out);
            read.finished().write(i, OutputStream.nullOutputStream());
            characters += out.getBuffer().length();
        }
        assertThat(characters).isEqualTo(read.text().length());
        assertThat(read.weight()).isPositive();
        assertThat(read.finished().digest()).hasSize(16);
    }

    private static List<Entry> samples() {
        Entry full = SampleEntries.full("fuzz", SampleEntries.BORN);
        Map<String, Object> arguments = Map.of(
                "day",
                DayOfWeek.MONDAY,
                "price",
                new BigDecimal("1e3"),
                "id",
                new BigInteger("7".repeat(50)),
                "c",
                'x');
        return List.of(
                full,
                SampleEntries.entry("large", SampleEntries.BORN, "<li>Crème brûlée</li>".repeat(2_000)),
                SampleEntries.entry("", SampleEntries.BORN, ""),
                new Entry(
                        full.key(),
                        full.version(),
                        full.text(),
                        List.of(new Hole(0, "t", "h", arguments), new Hole(5, "t", "h", arguments)),
                        full.snapshots(),
                        full.times()));
    }

    private static byte[] forge(byte[] valid, byte[] other, Random random) {
        byte[] bytes = damage(valid, random);
        if (bytes.length > 20 && random.nextInt(4) == 0) {
            // A length or a count that claims much.
            int at = 14 + random.nextInt(bytes.length - 18);
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[at + i] = (byte) (0x80 | random.nextInt());
            }
        }
        if (bytes.length > 20 && random.nextInt(8) == 0) {
            // Half of one entry, half of another.
            int cut = 14 + random.nextInt(bytes.length - 14);
            int from = Math.min(cut, other.length);
            byte[] mixed = Arrays.copyOf(bytes, cut + other.length - from);
            System.arraycopy(other, from, mixed, cut, other.length - from);
            return mixed;
        }
        return bytes;
    }

    @Test
    void twoMegabytesThatClaimToBeTwoGigabytesAreAMiss() {
        Entry small = SampleEntries.entry("bomb", SampleEntries.BORN, "0".repeat(2_000_000_000 / 1_032));
        byte[] bytes = EntryCodec.deflatingFrom(1).encode(small);
        BytesOut claim = new BytesOut(10).number(2_000_000_000L);
        byte[] honest = new BytesOut(10).number(small.text().length()).toBytes();
        byte[] large = Arrays.copyOf(bytes, 3_000_000);
        int at = indexOf(bytes, honest);
        System.arraycopy(claim.toBytes(), 0, large, at, claim.toBytes().length);
        long before = allocated();
        assertThat(EntryCodec.plain().decode(EntryCodecTest.sealed(large), small.key()))
                .isNull();
        assertThat(allocated() - before).isLessThan(20_000_000);
    }

    @Test
    void holesThatFallOrLieBeyondTheTextAreAMiss() {
        Entry like = SampleEntries.entry("holes", SampleEntries.BORN, "0123456789");
        EntryCodec codec = EntryCodec.plain();
        for (List<Integer> offsets : List.of(List.of(11), List.of(-1), List.of(5, 4), List.of(0, Integer.MAX_VALUE))) {
            List<Hole> holes = new ArrayList<>();
            for (int i = 0; i < offsets.size(); i++) {
                holes.add(new Hole(i, "t" + i, "h", Map.of()));
            }
            Entry honest = new Entry(like.key(), like.version(), like.text(), holes, like.snapshots(), like.times());
            byte[] forged = codec.encode(honest);
            for (int i = 0; i < offsets.size(); i++) {
                forged = replaced(forged, offset(i, i), offset(offsets.get(i), i));
            }
            assertThat(codec.decode(forged, like.key())).as("%s", offsets).isNull();
        }
        Entry whole = new Entry(
                like.key(),
                like.version(),
                like.text(),
                List.of(new Hole(0, "t", "h", Map.of()), new Hole(10, "t", "h", Map.of())),
                like.snapshots(),
                like.times());
        assertThat(codec.decode(codec.encode(whole), like.key())).isEqualTo(whole);
    }

    /** Its initializer would say that it ran. */
    enum Initialized {
        ONE;

        static {
            System.setProperty("io.fragmentcache.test.initialized", "yes");
        }
    }

    @Test
    void noClassIsLoadedByANameThatBytesChoose() {
        Entry like = SampleEntries.entry("enum", SampleEntries.BORN, "x");
        Hole hole = new Hole(0, "t", "h", Map.of("day", DayOfWeek.MONDAY));
        Entry written = new Entry(like.key(), like.version(), "x", List.of(hole), like.snapshots(), like.times());
        EntryCodec codec = EntryCodec.plain();
        byte[] bytes = codec.encode(written);
        assertThat(codec.decode(bytes, like.key())).isEqualTo(written);
        String name = EntryCodecFuzzTest.class.getName() + "$Initialized";
        assertThat(codec.decode(replaced(bytes, "java.time.DayOfWeek", name, "MONDAY", "ONE"), like.key()))
                .isNull();
        assertThat(codec.decode(replaced(bytes, "java.time.DayOfWeek", "java.time.Month", "MONDAY", "MAY"), like.key()))
                .isNull();
        assertThat(codec.decode(
                        replaced(bytes, "java.time.DayOfWeek", "java.time.DayOfWeek", "MONDAY", "NEVER"), like.key()))
                .isNull();
        assertThat(System.getProperty("io.fragmentcache.test.initialized")).isNull();
    }

    private static byte[] offset(int offset, int hole) {
        return new BytesOut(16).number(offset).text("t" + hole).toBytes();
    }

    private static byte[] replaced(byte[] bytes, String type, String otherType, String name, String otherName) {
        return replaced(
                bytes,
                new BytesOut(64).text(type).text(name).toBytes(),
                new BytesOut(64).text(otherType).text(otherName).toBytes());
    }

    private static byte[] replaced(byte[] bytes, byte[] before, byte[] after) {
        int at = indexOf(bytes, before);
        byte[] forged = new byte[bytes.length - before.length + after.length];
        System.arraycopy(bytes, 0, forged, 0, at);
        System.arraycopy(after, 0, forged, at, after.length);
        System.arraycopy(bytes, at + before.length, forged, at + after.length, bytes.length - at - before.length);
        return EntryCodecTest.sealed(forged);
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 14; i <= bytes.length - part.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("absent");
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void halfASurrogatePairComesBackInTagsVersionsAndArguments() {
        Entry like = SampleEntries.entry("half", SampleEntries.BORN, "x");
        Hole hole = new Hole(0, "t\ud83d", "h", Map.of("\ude00q", "a\ud83d", "whole", "\ud83c\udf75"));
        Entry entry = new Entry(like.key(), Version.of("v\ud83d"), "x", List.of(hole), like.snapshots(), like.times());
        EntryCodec codec = EntryCodec.plain();
        assertThat(codec.decode(codec.encode(entry), like.key())).isEqualTo(entry);
    }

    private static byte[] damage(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        switch (random.nextInt(6)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
            case 3 -> {
                int from = random.nextInt(bytes.length);
                int to = from + random.nextInt(bytes.length - from + 1);
                Arrays.fill(bytes, from, to, (byte) random.nextInt());
            }
            case 4 -> {
                int from = random.nextInt(bytes.length);
                int to = random.nextInt(bytes.length);
                System.arraycopy(valid, from, bytes, to, bytes.length - Math.max(from, to));
            }
            default -> {
                for (int i = random.nextInt(20); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
        }
        return bytes;
    }
}
