package io.fragmentcache.freshness;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * The end of life that {@code cache:until} gives a fragment: afterwards what was rendered before is not shown, not even if
 * rendering fails. Immutable.
 *
 * @param fixed the end in microseconds since 1970; {@link Micros#FOREVER} for none
 * @param span microseconds after the data was read; {@link Micros#FOREVER} for none
 * @param midnightIn the zone at whose next midnight it ends; null for none
 */
@Internal
public record Until(long fixed, long span, @Nullable ZoneId midnightIn) {
    /** No end. */
    public static final Until NONE = new Until(Micros.FOREVER, Micros.FOREVER, null);

    private static final String MIDNIGHT = "midnight";

    /**
     * Reads a value of {@code cache:until}.
     *
     * @param zone of dates and times that have no zone, and of {@code midnight}
     * @throws Problem if the value is not a time
     */
    public static Until of(@Nullable Object value, ZoneId zone) {
        if (value == null) {
            return NONE;
        } else if (value instanceof Instant instant) {
            return at(instant);
        } else if (value instanceof ZonedDateTime zoned) {
            return at(zoned.toInstant());
        } else if (value instanceof OffsetDateTime offset) {
            return at(offset.toInstant());
        } else if (value instanceof LocalDateTime local) {
            return at(earliest(local, zone));
        } else if (value instanceof LocalDate date) {
            return at(earliest(date.atStartOfDay(), zone));
        } else if (value instanceof Date date) {
            // The date of java.sql refuses to be an instant.
            return at(Instant.ofEpochMilli(date.getTime()));
        } else if (value instanceof Duration duration) {
            return new Until(Micros.FOREVER, duration.isNegative() ? 0 : Micros.of(duration), null);
        } else if (value instanceof String text && text.strip().equals(MIDNIGHT)) {
            return new Until(Micros.FOREVER, Micros.FOREVER, zone);
        }
        throw Problem.untilOfNoTime(
                value instanceof String text
                        ? "'" + text + "'"
                        : value.getClass().getName());
    }

    /** The earlier of two ends. */
    public Until or(Until other) {
        return new Until(
                Math.min(fixed, other.fixed),
                Math.min(span, other.span),
                midnightIn == null ? other.midnightIn : midnightIn);
    }

    /**
     * Returns the end of what was rendered from data that was read at this moment; {@link Micros#FOREVER} for none.
     *
     * @param moment microseconds since 1970
     */
    public long after(long moment) {
        long end = Math.min(fixed, span >= Micros.FOREVER ? Micros.FOREVER : moment + span);
        return midnightIn == null ? end : Math.min(end, midnight(moment, midnightIn));
    }

    /** Whether an entry that is kept so long may be shown: none that was stored when the end was a later one. */
    public boolean allows(long written, long keepUntil) {
        return keepUntil <= after(written);
    }

    private static long midnight(long moment, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(Micros.toInstant(moment), zone);
        return Micros.of(earliest(day.plusDays(1).atStartOfDay(), zone));
    }

    private static Until at(Instant instant) {
        boolean isFar = instant.getEpochSecond() >= Micros.FOREVER / 1_000_000;
        boolean isLongAgo = instant.getEpochSecond() <= 0;
        return isFar ? NONE : new Until(isLongAgo ? 0 : Micros.of(instant), Micros.FOREVER, null);
    }

    /** A time that clocks skip is the moment when they skip; of a time that they show twice, the first. */
    private static Instant earliest(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                : local.atZone(zone).toInstant();
    }
}
