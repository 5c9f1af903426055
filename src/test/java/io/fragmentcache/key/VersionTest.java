package io.fragmentcache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
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
    void integersAndInstantsAreOrderedAndOtherValuesAreToldApart() {
        Instant noon = Instant.parse("2026-11-22T12:00:00.000000001Z");
        long nanos = noon.getEpochSecond() * 1_000_000_000L + 1;
        assertThat(PlainValues.versionPart(7)).isEqualTo(7L);
        assertThat(PlainValues.versionPart((short) 7)).isEqualTo(7L);
        assertThat(PlainValues.versionPart(noon)).isEqualTo(nanos);
        assertThat(PlainValues.versionPart(OffsetDateTime.parse("2026-11-22T13:00:00.000000001+01:00")))
                .isEqualTo(nanos);
        assertThat(PlainValues.versionPart(LocalDateTime.parse("2026-11-22T12:00:00.000000001")))
                .isEqualTo(nanos);
        assertThat(PlainValues.versionPart(new Date(5))).isEqualTo(5_000_000L);
        assertThat(PlainValues.versionPart("7")).isEqualTo("7");
        assertThat(PlainValues.versionPart(1.5)).isEqualTo("1.5");
        assertThat(PlainValues.versionPart(new UUID(0, 1))).isEqualTo("00000000-0000-0000-0000-000000000001");
        assertThat(PlainValues.versionPart(new Object())).isNull();
    }

    @Test
    void instantsBeyondTheLastNanosecondOfALongShareIt() {
        assertThat(PlainValues.versionPart(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(PlainValues.versionPart(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aPartIsALongOrAString() {
        assertThatThrownBy(() -> Version.of(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a version part is a Long or a String, not class java.lang.Integer");
    }

    @Test
    void versionsAreReadByPeople() {
        assertThat(Version.NONE).hasToString("-");
        assertThat(Version.of(7L, "a")).hasToString("7,a").isEqualTo(Version.of(7L, "a"));
    }
}
