package io.fragmentcache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain values as a text and back. */
class PlainCodecTest {
    static List<Object> values() {
        return List.of(
                "Tee für 3 €\n List 2 \t",
                "",
                42,
                42L,
                (short) 42,
                (byte) -1,
                Long.MIN_VALUE,
                0.1,
                Double.NaN,
                1f,
                true,
                'ß',
                new BigDecimal("1.50"),
                BigInteger.TEN.pow(30),
                UUID.fromString("8a5c0bd8-6f0f-4e0a-a8f6-3a7d2b1c0d9e"),
                URI.create("https://example.com/a%20b"),
                Locale.forLanguageTag("de-AT"),
                Currency.getInstance("EUR"),
                Instant.parse("2026-11-25T18:00:00.000001Z"),
                LocalDate.of(2026, 11, 25),
                LocalTime.of(18, 0),
                LocalDateTime.of(2026, 11, 25, 18, 0),
                OffsetDateTime.parse("2026-11-25T18:00:00+02:00"),
                ZonedDateTime.parse("2026-11-25T18:00:00+01:00[Europe/Berlin]"),
                Year.of(2026),
                YearMonth.of(2026, 11),
                List.of(),
                List.of("a", 1, List.of(2L, "b"), List.of()));
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBackAsTheSameType(Object value) {
        String text = PlainCodec.write(value).orElseThrow();
        // Numbers and texts of another type are not equal, so their types need no look of their own.
        assertThat(PlainCodec.read(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void noPartOfATextIsTakenForAnother(Object value) {
        String text = PlainCodec.write(List.of(value, "end")).orElseThrow();
        for (int length = 0; length < text.length(); length++) {
            String part = text.substring(0, length);
            assertThatThrownBy(() -> PlainCodec.read(part)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> PlainCodec.read(text + " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCouldNotBeReadBackIsNotWritten() {
        List<Object> others = List.of(
                DayOfWeek.MONDAY,
                new Date(0),
                new Object(),
                Optional.of(1),
                List.of(1, new Object()),
                Arrays.asList(1, null),
                new Month.Year());
        assertThat(others)
                .allSatisfy(other -> assertThat(PlainCodec.write(other)).isEmpty());
    }

    @Test
    void listsAreNotFollowedForEver() {
        Object nested = "bottom";
        for (int i = 0; i < 10_000; i++) {
            nested = Collections.singletonList(nested);
        }
        assertThat(PlainCodec.write(nested)).isEmpty();
        String bomb = "List 1 ".repeat(10_000) + "Integer 1 1";
        assertThatThrownBy(() -> PlainCodec.read(bomb)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Runtime 1 x", "Integer 1 x", "Integer -1 5", "Integer 99 5", "List 1000000000 ", "Character 0 "
            })
    void whatNobodyWroteIsAnError(String text) {
        assertThatThrownBy(() -> PlainCodec.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Another library's, under a name that the JDK has too. */
    private static final class Month {
        private static final class Year {}
    }
}
