package io.fragmentcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.contract.SampleEntries;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A million damaged envelopes. The seed is in the message of a failure. */
class EntryCodecFuzzTest {
    private static final int ROUNDS = 1_000_000;

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

    /** Behind the checksum too: a forged envelope may hold another text, and throws nothing, and takes no memory. */
    @Test
    void aForgedEnvelopeThrowsNothing() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Entry entry = SampleEntries.full("fuzz", SampleEntries.BORN);
        EntryCodec codec = EntryCodec.plain();
        byte[][] valid = {
            codec.encode(entry), EntryCodec.deflatingFrom(1).encode(entry),
        };
        int misses = 0;
        for (int round = 0; round < ROUNDS / 10; round++) {
            byte[] forged = damage(valid[round & 1], random);
            if (forged.length < 14) {
                continue;
            }
            try {
                misses += codec.decode(EntryCodecTest.sealed(forged), entry.key()) == null ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(misses).isGreaterThan(ROUNDS / 50);
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
