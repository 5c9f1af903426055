package io.fragmentcache.freshness;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.problem.Problem;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes durations as authors write them: {@code 30s}, {@code 10m}, {@code 1h}, {@code 7d}, {@code 500ms}, ISO-8601. */
@Internal
public final class Durations {
    /** What {@code forever} stands for: about 146 000 years. */
    static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE / 2_000_000);

    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Durations() {}

    static Duration parse(String text) {
        String stripped = text.strip();
        if (stripped.equals("forever")) {
            return FOREVER;
        }
        Matcher matcher = SHORT.matcher(stripped);
        if (matcher.matches()) {
            return of(Long.parseLong(matcher.group(1)), matcher.group(2));
        }
        try {
            Duration duration = Duration.parse(stripped.toUpperCase(Locale.ROOT));
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException notIso) {
            throw Problem.durationNotReadable(text);
        }
        throw Problem.durationNotReadable(text);
    }

    /** As {@link #parse} reads it. */
    public static String readable(Duration duration) {
        return duration.equals(FOREVER)
                ? "forever"
                : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
