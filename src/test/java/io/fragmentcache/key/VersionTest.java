package io.fragmentcache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {
    @ParameterizedTest(name = "{0} to {1} is {2}")
    @CsvSource({
        "'', '', SAME",
        "1, 1, SAME",
        "a, a, SAME",
        "'1,2', '1,2', SAME",
        "2, 1, AHEAD",
        "1, 2, OUTDATED",
        "'2,1', '1,1', AHEAD",
        "'2,2', '1,1', AHEAD",
        "'2,1', '1,2', OUTDATED",
        "'1,2', '2,1', OUTDATED",
        "a, b, OUTDATED",
        "b, a, OUTDATED",
        "'2,a', '1,a', AHEAD",
        "'2,a', '1,b', OUTDATED",
        "1, '', OUTDATED",
        "'', 1, OUTDATED",
        "'1,1', 1, OUTDATED",
        "1, a, OUTDATED",
        "a, 1, OUTDATED",
    })
    void anEntryStandsToWhatIsAsked(String entry, String asked, Version.Order order) {
        assertThat(version(entry).orderTo(version(asked))).isEqualTo(order);
    }

    private static Version version(String parts) {
        if (parts.isEmpty()) {
            return Version.NONE;
        }
        List<Object> typed = new ArrayList<>();
        for (String part : parts.split(",")) {
            typed.add(part.matches("\\d+") ? Long.valueOf(part) : part);
        }
        return Version.of(typed);
    }

    @Test
    void integersAndInstantsThatRiseAreOrderedAndOtherValuesAreToldApart() {
        Instant noon = Instant.parse("2026-11-22T12:00:00.000000001Z");
        long nanos = noon.getEpochSecond() * 1_000_000_000L + 1;
        assertThat(rising(7)).isEqualTo(7L);
        assertThat(rising((short) 7)).isEqualTo(7L);
        assertThat(rising(noon)).isEqualTo(nanos);
        assertThat(rising(OffsetDateTime.parse("2026-11-22T13:00:00.000000001+01:00")))
                .isEqualTo(nanos);
        assertThat(rising(LocalDateTime.parse("2026-11-22T12:00:00.000000001"))).isEqualTo(nanos);
        assertThat(rising(new Date(5))).isEqualTo(5_000_000L);
        assertThat(rising("7")).isEqualTo("7");
        assertThat(rising(1.5)).isEqualTo("1.5");
        assertThat(rising(new UUID(0, 1))).isEqualTo("00000000-0000-0000-0000-000000000001");
        assertThat(rising(new Object())).isNull();
    }

    @Test
    void whatNobodySaysRisesIsToldApartAndNeverOrdered() {
        List<Object> values = List.of(7, 7L, (byte) 7, Instant.MAX, Instant.MIN, LocalDate.MAX, new Date(5), 1.5, true);
        assertThat(values).allSatisfy(value -> assertThat(told(value)).isInstanceOf(String.class));
        assertThat(told(7)).isEqualTo(told(7L)).isNotEqualTo(told(8));
        assertThat(told(Instant.MAX)).isNotEqualTo(told(Instant.MAX.minusNanos(1)));
        assertThat(told(Instant.EPOCH))
                .isEqualTo(told(new Date(0)))
                .isEqualTo(told(LocalDateTime.of(1970, 1, 1, 0, 0)));
        assertThat(told("a\ud800")).isNotEqualTo(told("a\ud801"));
    }

    @Test
    void aVersionOfAMegabyteTakesNoMoreRoomThanItsDigest() {
        String body = "x".repeat(1_000_000);
        assertThat((String) told(body)).hasSize(32).isEqualTo(told(body)).isNotEqualTo(told(body + "y"));
    }

    @Test
    void instantsBeyondTheLastNanosecondOfALongShareIt() {
        assertThat(rising(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(rising(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    }

    private static @Nullable Object rising(Object value) {
        return PlainValues.versionPart(value, true);
    }

    private static @Nullable Object told(Object value) {
        return PlainValues.versionPart(value, false);
    }

    @Test
    void aPartIsALongOrAString() {
        assertThatThrownBy(() -> Version.of(1))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "A part of a Version is a java.lang.Integer. Give a Long or a String: dates as microseconds,"
                                + " everything else as text.");
    }

    @Test
    void versionsAreReadByPeople() {
        assertThat(Version.NONE).hasToString("-");
        assertThat(Version.of(7L, "a")).hasToString("7,a").isEqualTo(Version.of(7L, "a"));
    }
}
