package io.fragmentcache.freshness;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.problem.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a fragment is fresh, how long after that it is shown while it is regenerated, and what happens when its data
 * changes or its rendering fails. Immutable.
 *
 * <pre>{@code Lifetime.of("10m").stale("1h").jitter(0.2)}</pre>
 *
 * <p>The names follow RFC 5861: {@code stale} is its <i>stale-while-revalidate</i>, {@code onError} its
 * <i>stale-if-error</i>.
 */
public final class Lifetime {
    /** The longest default of the stale time: shorter than most lifetimes, longer than any render. */
    private static final Duration USUAL_STALE = Duration.ofMinutes(10);

    /** Fresh for 10 minutes, stale for 10 more, outdated immediately by a touch, jitter 0.2, kept for a day for errors. */
    public static final Lifetime DEFAULT =
            new Lifetime(Duration.ofMinutes(10), null, Duration.ZERO, Duration.ofDays(1), 0.2, Early.never());

    private final Duration fresh;
    private final @Nullable Duration stale;
    private final Duration staleAfterTouch;
    private final Duration onError;
    private final double jitter;
    private final Early early;

    private Lifetime(
            Duration fresh,
            @Nullable Duration stale,
            Duration staleAfterTouch,
            Duration onError,
            double jitter,
            Early early) {
        this.fresh = fresh;
        this.stale = stale;
        this.staleAfterTouch = staleAfterTouch;
        this.onError = onError;
        this.jitter = jitter;
        this.early = early;
    }

    /**
     * Returns the default lifetime with this time to be fresh.
     *
     * @param fresh {@code 500ms}, {@code 30s}, {@code 10m}, {@code 1h}, {@code 7d}, ISO-8601 ({@code PT10M}), or
     *     {@code forever}
     * @throws Problem if it is not a duration
     */
    public static Lifetime of(String fresh) {
        return DEFAULT.fresh(fresh);
    }

    /**
     * Returns the default lifetime with this time to be fresh.
     *
     * @throws Problem if it is negative
     */
    public static Lifetime of(Duration fresh) {
        return DEFAULT.fresh(fresh);
    }

    /**
     * Sets how long an entry is shown without a new render. Defaults to 10 minutes.
     *
     * @param duration as in {@link #of(String)}
     * @throws Problem if it is not a duration, or contradicts the other times
     */
    public Lifetime fresh(String duration) {
        return fresh(Durations.parse(duration));
    }

    /**
     * Sets how long an entry is shown without a new render. Defaults to 10 minutes.
     *
     * @throws Problem if it is negative, or contradicts the other times
     */
    public Lifetime fresh(Duration duration) {
        return checked(new Lifetime(positive("fresh", duration), stale, staleAfterTouch, onError, jitter, early));
    }

    /**
     * Sets how long after its fresh time the entry is shown while it is regenerated. Defaults to as long as fresh, at most
     * 10 minutes.
     *
     * @param duration as in {@link #of(String)}
     * @throws Problem if it is not a duration, contradicts {@code staleAfterTouch}, or fresh is {@code forever}
     */
    public Lifetime stale(String duration) {
        return stale(Durations.parse(duration));
    }

    /**
     * Sets how long after its fresh time the entry is shown while it is regenerated. Defaults to as long as fresh, at most
     * 10 minutes.
     *
     * @throws Problem if it is negative, contradicts {@code staleAfterTouch}, or fresh is {@code forever}
     */
    public Lifetime stale(Duration duration) {
        return checked(new Lifetime(fresh, positive("stale", duration), staleAfterTouch, onError, jitter, early));
    }

    /**
     * Sets how long the entry is shown after its data changed, while it is regenerated. Defaults to zero: the next
     * visitor waits.
     *
     * @param duration as in {@link #of(String)}
     * @throws Problem if it is not a duration, or longer than fresh and stale together
     */
    public Lifetime staleAfterTouch(String duration) {
        return staleAfterTouch(Durations.parse(duration));
    }

    /**
     * Sets how long the entry is shown after its data changed, while it is regenerated. Defaults to zero: the next
     * visitor waits.
     *
     * @throws Problem if it is negative, or longer than fresh and stale together
     */
    public Lifetime staleAfterTouch(Duration duration) {
        return checked(new Lifetime(fresh, stale, positive("staleAfterTouch", duration), onError, jitter, early));
    }

    /**
     * Sets how long after its render the entry is kept, to be shown only if rendering fails. Defaults to one day.
     *
     * @param duration as in {@link #of(String)}
     * @throws Problem if it is not a duration
     */
    public Lifetime onError(String duration) {
        return onError(Durations.parse(duration));
    }

    /**
     * Sets how long after its render the entry is kept, to be shown only if rendering fails. Defaults to one day.
     *
     * @throws Problem if it is negative
     */
    public Lifetime onError(Duration duration) {
        return new Lifetime(fresh, stale, staleAfterTouch, positive("onError", duration), jitter, early);
    }

    /**
     * Shortens {@code fresh} by a random amount, up to this share, drawn once when the entry is written. It spreads the
     * regenerations of entries that were written together. It never makes an entry fresh for longer than declared.
     *
     * @param share from 0, no jitter, to less than 1. Defaults to 0.2
     * @throws Problem if it is out of this range
     */
    public Lifetime jitter(double share) {
        if (!(share >= 0 && share < 1)) {
            throw Problem.jitterOutOfRange(share);
        }
        return new Lifetime(fresh, stale, staleAfterTouch, onError, share, early);
    }

    /** Sets when an entry is regenerated while it is fresh. Defaults to {@link Early#never()}. */
    public Lifetime early(Early when) {
        return new Lifetime(fresh, stale, staleAfterTouch, onError, jitter, when);
    }

    /** Returns how long an entry is fresh. */
    public Duration fresh() {
        return fresh;
    }

    /** Returns how long an entry is stale. */
    public Duration stale() {
        if (stale != null) {
            return stale;
        }
        return fresh.compareTo(USUAL_STALE) < 0 ? fresh : USUAL_STALE;
    }

    /** Returns whether the stale time was set, and does not follow from the fresh time. */
    @Internal
    public boolean saysStale() {
        return stale != null;
    }

    /** Returns how long an entry is shown after its data changed. */
    public Duration staleAfterTouch() {
        return staleAfterTouch;
    }

    /** Returns how long an entry is kept for failing renders. */
    public Duration onError() {
        return onError;
    }

    /** Returns the jitter, a share of fresh. */
    public double jitter() {
        return jitter;
    }

    /** Returns when an entry is regenerated early. */
    public Early early() {
        return early;
    }

    /**
     * Returns this lifetime with the times that a tag sets. If one of the other times would contradict them, it is
     * shortened or dropped. {@link #check} finds contradictions among the times of the tag itself.
     *
     * @param freshOfTag {@code cache:fresh}, or null if the tag has none
     * @param staleOfTag {@code cache:stale}, or null if the tag has none
     * @param touchedOfTag {@code cache:stale-after-touch}, or null if the tag has none
     * @throws Problem if one is not a duration
     */
    public Lifetime saying(@Nullable String freshOfTag, @Nullable String staleOfTag, @Nullable String touchedOfTag) {
        Duration f = freshOfTag == null ? fresh : Durations.parse(freshOfTag);
        Duration s = staleOfTag == null ? stale : Durations.parse(staleOfTag);
        Duration t = touchedOfTag == null ? staleAfterTouch : Durations.parse(touchedOfTag);
        if (f.equals(Durations.FOREVER)) {
            return new Lifetime(f, null, t, onError, jitter, early);
        }
        Lifetime said = new Lifetime(f, s, t, onError, jitter, early);
        Duration shown = f.plus(said.stale());
        if (t.compareTo(shown) <= 0) {
            return said;
        }
        return touchedOfTag != null && staleOfTag == null
                ? new Lifetime(f, t.minus(f), t, onError, jitter, early)
                : new Lifetime(f, s, shown, onError, jitter, early);
    }

    /**
     * Checks the times of one tag against each other. Defaults do not matter here.
     *
     * @throws Problem if one is not a duration, or two contradict each other
     */
    public static void check(@Nullable String fresh, @Nullable String stale, @Nullable String staleAfterTouch) {
        Lifetime words = fresh == null ? null : of(fresh);
        if (stale != null) {
            Duration duration = Durations.parse(stale);
            words = words == null ? null : words.stale(duration);
        }
        if (staleAfterTouch != null) {
            Duration duration = Durations.parse(staleAfterTouch);
            if (words != null && stale != null) {
                words.staleAfterTouch(duration);
            }
        }
    }

    private static Duration positive(String name, Duration duration) {
        if (duration.isNegative()) {
            throw Problem.negativeDuration(name, duration.toString());
        }
        return duration;
    }

    private static Lifetime checked(Lifetime lifetime) {
        boolean forever = lifetime.fresh.equals(Durations.FOREVER);
        if (forever && lifetime.stale != null) {
            throw Problem.staleAfterForever();
        }
        if (!forever && lifetime.staleAfterTouch.compareTo(lifetime.fresh.plus(lifetime.stale())) > 0) {
            throw Problem.staleAfterTouchTooLong(lifetime.toString());
        }
        return lifetime;
    }

    @Override
    public String toString() {
        return "fresh " + Durations.readable(fresh) + ", stale " + Durations.readable(stale()) + ", stale after touch "
                + Durations.readable(staleAfterTouch) + ", jitter " + jitter;
    }
}
