package io.fragmentcache.store;

import java.time.Duration;
import java.time.Instant;

/** Instants and durations as this library counts them: in microseconds, since 1970. */
public final class Micros {
    /** Longer than anything lives. */
    public static final long FOREVER = Long.MAX_VALUE / 4;

    private Micros() {}

    /** Returns the microseconds since 1970. */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /** Returns the microseconds of a duration; {@link #FOREVER} if there are too many to count. */
    public static long of(Duration duration) {
        if (duration.getSeconds() >= FOREVER / 1_000_000) {
            return FOREVER;
        }
        return duration.getSeconds() * 1_000_000 + duration.getNano() / 1_000;
    }

    /** Returns the instant of these microseconds since 1970. */
    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }

    /** Returns the duration of these microseconds. */
    public static Duration toDuration(long micros) {
        return Duration.ofSeconds(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }
}
