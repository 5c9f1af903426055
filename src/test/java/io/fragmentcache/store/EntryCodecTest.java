package io.fragmentcache.store;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.full;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import io.fragmentcache.problem.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private final EntryCodec plain = EntryCodec.plain();
    private final EntryCodec deflating = EntryCodec.deflatingFrom(100);

    @Test
    void whatIsDecodedEqualsWhatWasEncoded() {
        for (Entry entry : List.of(
                full("a", BORN),
                entry("a", BORN, ""),
                entry("a", BORN, "x".repeat(100_000)),
                entry("a", BORN, "crème brûlée 3 €".repeat(1_000)))) {
            assertThat(plain.decode(plain.encode(entry), entry.key())).isEqualTo(entry);
            assertThat(deflating.decode(deflating.encode(entry), entry.key())).isEqualTo(entry);
            assertThat(plain.decode(deflating.encode(entry), entry.key())).isEqualTo(entry);
        }
    }

    @Test
    void extremeNumbersComeBack() {
        Times times = new Times(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 0, Long.MAX_VALUE, -1);
        Entry entry = new Entry(
                key(1),
                Version.of(Long.MIN_VALUE, Long.MAX_VALUE, ""),
                "",
                Snapshots.of(Map.of(Tag.of("a"), Long.MIN_VALUE, Tag.of("b"), Long.MAX_VALUE, Tag.of(""), 0L)),
                times);
        assertThat(plain.decode(plain.encode(entry), entry.key())).isEqualTo(entry);
    }

    @Test
    void argumentsOfHolesComeBackInTheirOwnClass() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        List<Object> values = List.of(
                "é",
                1L,
                1,
                (short) 1,
                (byte) 1,
                1.5,
                1.5f,
                true,
                'x',
                new BigDecimal("1.50"),
                BigInteger.TEN,
                new UUID(1, 2),
                Instant.EPOCH,
                LocalDate.EPOCH,
                LocalTime.NOON,
                LocalDateTime.parse("2026-11-22T12:00:00"),
                OffsetDateTime.parse("2026-11-22T12:00:00+01:00"),
                ZonedDateTime.parse("2026-11-22T12:00:00+01:00[Europe/Berlin]"),
                OffsetTime.parse("12:00+01:00"),
                Year.of(2026),
                YearMonth.of(2026, 11),
                MonthDay.of(11, 22),
                ZoneOffset.ofHours(1),
                new Date(1),
                Currency.getInstance("EUR"),
                URI.create("/cart?a=1"),
                Locale.GERMANY,
                DayOfWeek.MONDAY);
        values.forEach(value -> arguments.put(value.getClass().getSimpleName(), value));
        Entry entry = withArguments(arguments);
        Entry decoded = plain.decode(plain.encode(entry), entry.key());
        assertThat(decoded).isEqualTo(entry);
        assertThat(arguments).hasSize(values.size());
    }

    private static Entry withArguments(Map<String, Object> arguments) {
        Entry like = full("a", BORN);
        return new Entry(
                like.key(),
                like.version(),
                like.text(),
                List.of(new Hole(0, "shop/list", "h", arguments)),
                like.snapshots(),
                like.times());
    }

    @Test
    void anArgumentThatIsNoPlainValueIsAnErrorThatSaysWhatToHandOver() {
        assertThatThrownBy(() -> plain.encode(withArguments(Map.of("p", new Object()))))
                .isInstanceOf(Problem.class)
                .hasMessage("The argument 'p' of cache:hole is a java.lang.Object, which is not a plain value. It is"
                        + " kept with the fragment: hand over what identifies it, for instance"
                        + " cache:hole=\"id=${p.id}\".");
    }

    @Test
    void theEntryOfAnotherKeyIsAMiss() {
        assertThat(plain.decode(plain.encode(full("a", BORN)), key("b"))).isNull();
    }

    @Test
    void everyTruncationIsAMiss() {
        for (EntryCodec codec : List.of(plain, deflating)) {
            byte[] bytes = codec.encode(full("a", BORN));
            for (int length = 0; length < bytes.length; length++) {
                assertThat(codec.decode(Arrays.copyOf(bytes, length), key("a"))).isNull();
            }
            assertThat(codec.decode(Arrays.copyOf(bytes, bytes.length + 1), key("a")))
                    .isNull();
        }
    }

    @Test
    void everySingleBitThatFlipsIsAMiss() {
        for (EntryCodec codec : List.of(plain, deflating)) {
            byte[] bytes = codec.encode(full("a", BORN));
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(codec.decode(bytes, key("a"))).isNull();
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    @Test
    void foreignBytesAreAMiss() {
        assertThat(plain.decode(new byte[0], key("a"))).isNull();
        assertThat(plain.decode(BytesOut.utf8("<p>some text of another application</p>"), key("a")))
                .isNull();
        assertThat(plain.decode(new byte[1_000], key("a"))).isNull();
    }

    @Test
    void aFormatOfALaterReleaseIsAMissEvenIfItsChecksumFits() {
        byte[] bytes = plain.encode(full("a", BORN));
        bytes[0] = 3;
        assertThat(plain.decode(sealed(bytes), key("a"))).isNull();
    }

    @Test
    void lengthsAreNotBelievedEvenIfTheChecksumFits() {
        byte[] bytes = plain.encode(full("a", BORN));
        int misses = 0;
        for (int i = 9; i < bytes.length; i++) {
            if (i >= 10 && i < 14) {
                continue;
            }
            for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF}) {
                byte[] forged = bytes.clone();
                forged[i] = (byte) value;
                // Another entry may come out, since whoever forges bytes may forge texts; an exception may not.
                misses += plain.decode(sealed(forged), key("a")) == null ? 1 : 0;
            }
        }
        assertThat(misses).isGreaterThan(100);
    }

    /** With a checksum that fits. */
    static byte[] sealed(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, 10);
        sum.update(bytes, 14, bytes.length - 14);
        ByteBuffer.wrap(bytes).putInt(10, (int) sum.getValue());
        return bytes;
    }

    @Test
    void theBirthStandsAtItsFixedPlace() {
        byte[] bytes = deflating.encode(full("a", BORN));
        assertThat(ByteBuffer.wrap(bytes).getLong(EntryCodec.BORN_AT)).isEqualTo(BORN);
    }

    @Test
    void largeTextsShrinkWhenAsked() {
        Entry large = entry("a", BORN, "<li class=\"card\"><a href=\"/products/1\">Tea</a></li>".repeat(100));
        assertThat(deflating.encode(large).length).isLessThan(plain.encode(large).length / 10);
    }

    @Test
    void theEnvelopeOfAPlainFragmentTakesFewBytes() {
        assertThat(plain.encode(entry("a", BORN, "")).length).isLessThan(90);
    }

    /** If this fails, write a new format, and go on reading this one. */
    @Test
    void anEnvelopeOfTheFirstReleaseIsReadForEver() {
        Entry golden = SampleEntries.golden();
        byte[] bytes = SampleEntries.ofFirstRelease();
        assertThat(plain.encode(golden)).isEqualTo(bytes);
        assertThat(plain.decode(bytes, golden.key())).isEqualTo(golden);
    }
}
