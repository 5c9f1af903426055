package io.fragmentcache.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class UntilTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final long NOON = micros("2026-03-28T12:00:00Z");

    private static long micros(String instant) {
        return Micros.of(Instant.parse(instant));
    }

    private static long end(Object value, long moment) {
        return Until.of(value, VIENNA).after(moment);
    }

    @Test
    void aMomentIsItselfWhateverItsZone() {
        Instant end = Instant.parse("2026-03-29T18:00:00Z");
        for (Object same : List.of(
                end,
                end.atZone(VIENNA),
                end.atOffset(ZoneOffset.ofHours(-7)),
                LocalDateTime.parse("2026-03-29T20:00:00"),
                Date.from(end),
                new java.sql.Timestamp(end.toEpochMilli()))) {
            assertThat(end(same, NOON)).as(same.getClass().getName()).isEqualTo(Micros.of(end));
        }
    }

    @Test
    void aDayEndsWhatIsShownAtItsBeginningInTheZoneOfTheCache() {
        assertThat(end(LocalDate.parse("2026-03-29"), NOON)).isEqualTo(micros("2026-03-28T23:00:00Z"));
        assertThat(end(java.sql.Date.valueOf(LocalDate.parse("2026-03-29")), NOON))
                .isLessThan(Micros.FOREVER);
    }

    @Test
    void aTimeThatClocksSkipIsWhenTheySkipItAndOneShownTwiceIsTheFirst() {
        assertThat(end(LocalDateTime.parse("2026-03-29T02:30:00"), NOON)).isEqualTo(micros("2026-03-29T01:00:00Z"));
        assertThat(end(LocalDateTime.parse("2026-10-25T02:30:00"), NOON)).isEqualTo(micros("2026-10-25T00:30:00Z"));
    }

    @Test
    void aDurationCountsFromTheMomentWhenDataWasRead() {
        assertThat(end(Duration.ofHours(1), NOON)).isEqualTo(micros("2026-03-28T13:00:00Z"));
        assertThat(end(Duration.ofSeconds(-5), NOON)).isEqualTo(NOON);
        assertThat(end(Duration.ofSeconds(Long.MIN_VALUE), NOON)).isEqualTo(NOON);
        assertThat(end(Duration.ofSeconds(Long.MAX_VALUE), NOON)).isEqualTo(Micros.FOREVER);
    }

    @Test
    void midnightIsTheNextOneAlsoOnTheDayWithTwentyThreeHours() {
        assertThat(end("midnight", NOON)).isEqualTo(micros("2026-03-28T23:00:00Z"));
        assertThat(end(" midnight ", micros("2026-03-28T23:00:00Z"))).isEqualTo(micros("2026-03-29T22:00:00Z"));
        assertThat(end("midnight", micros("2026-03-28T22:59:59.999999Z"))).isEqualTo(micros("2026-03-28T23:00:00Z"));
    }

    @Test
    void aDayWithoutMidnightBeginsWhenItsClocksBegin() {
        long evening = micros("2018-11-03T23:00:00Z");
        assertThat(Until.of("midnight", ZoneId.of("America/Sao_Paulo")).after(evening))
                .isEqualTo(micros("2018-11-04T03:00:00Z"));
    }

    @Test
    void theEarliestOfSeveralCounts() {
        Until both = Until.of(Duration.ofHours(1), VIENNA).or(Until.of("midnight", VIENNA));
        assertThat(both.after(NOON)).isEqualTo(micros("2026-03-28T13:00:00Z"));
        assertThat(both.after(micros("2026-03-28T22:30:00Z"))).isEqualTo(micros("2026-03-28T23:00:00Z"));
        assertThat(both.or(Until.of(Instant.EPOCH.minusSeconds(9), VIENNA)).after(NOON))
                .isZero();
    }

    @Test
    void nothingAndTimesBeyondAllCountingAreNoEnd() {
        assertThat(Until.of(null, VIENNA)).isEqualTo(Until.NONE);
        assertThat(end(Instant.MAX, NOON)).isEqualTo(Micros.FOREVER);
        assertThat(end(LocalDateTime.MAX, NOON)).isEqualTo(Micros.FOREVER);
        assertThat(Until.NONE.allows(NOON, Micros.FOREVER)).isTrue();
    }

    @Test
    void anEntryThatWouldOutliveItsEndIsNotAllowed() {
        Until end = Until.of(Duration.ofHours(1), VIENNA);
        assertThat(end.allows(NOON, NOON + 3_600_000_000L)).isTrue();
        assertThat(end.allows(NOON, NOON + 3_600_000_001L)).isFalse();
    }

    @Test
    void whatIsNoTimeIsRefusedInASentence() {
        assertThatThrownBy(() -> Until.of("tomorrow", VIENNA))
                .isInstanceOf(Problem.class)
                .hasMessage("cache:until is 'tomorrow', which is not a time. Give an Instant, ZonedDateTime,"
                        + " OffsetDateTime, LocalDateTime, LocalDate, Date or Duration, the word midnight, or null for"
                        + " no end.");
        assertThatThrownBy(() -> Until.of(42, VIENNA)).hasMessageContaining("cache:until is java.lang.Integer, which");
    }
}
