package io.fragmentcache.internal.usage;

import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.Rendered;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one request asked for, by the thread that serves it; read by others when it has ended. */
public final class PageVisit {
    private final String path;
    private final long began;
    private final long[] lookups = new long[Outcome.values().length];
    private final long[] outermost = new long[Outcome.values().length];
    private long holes;
    private long holeMicros;
    private long beforeFirst = -1;
    private long rendering;
    private long slowestMicros;
    private long took;
    private @Nullable Locator first;
    private @Nullable Locator slowest;

    /** @param began microseconds since any moment */
    PageVisit(String path, long began) {
        this.path = path;
        this.began = began;
    }

    void lookedUp(LookedUp event, long elapsed) {
        if (beforeFirst < 0) {
            beforeFirst = elapsed - began;
            first = event.locator();
        }
        add(event.outcome(), event.parent() == null);
    }

    void bypassed() {
        add(Outcome.BYPASS, false);
    }

    private void add(Outcome outcome, boolean isOutermost) {
        lookups[outcome.ordinal()]++;
        if (isOutermost) {
            outermost[outcome.ordinal()]++;
        }
    }

    void rendered(Rendered event, long micros) {
        if (event.parent() == null) {
            rendering += micros;
        }
        if (micros >= slowestMicros) {
            // Of two that took as long, the inner one, which came first, is the one to look at.
            if (micros > slowestMicros || slowest == null) {
                slowest = event.locator();
            }
            slowestMicros = micros;
        }
    }

    void holeRendered(long micros) {
        holes++;
        holeMicros += micros;
    }

    void end(long elapsed) {
        took = elapsed - began;
    }

    long soFar(long elapsed) {
        return elapsed - began;
    }

    public String path() {
        return path;
    }

    /** How many look-ups ended so, also those inside a fragment that was being rendered. */
    public long lookups(Outcome outcome) {
        return lookups[outcome.ordinal()];
    }

    /** How many look-ups that were not inside another fragment ended so. */
    public long outermost(Outcome outcome) {
        return outermost[outcome.ordinal()];
    }

    public long holes() {
        return holes;
    }

    /** Whether it asked for any fragment. */
    public boolean any() {
        return beforeFirst >= 0 || lookups(Outcome.BYPASS) > 0;
    }

    /** Whether nothing had to be rendered but holes. */
    public boolean isWarm() {
        return any() && lookups(Outcome.MISS) == 0 && lookups(Outcome.BYPASS) == 0;
    }

    /** Microseconds from its beginning to its end. */
    public long took() {
        return took;
    }

    /** Microseconds before its first look-up; 0 if there was none. */
    public long beforeFirst() {
        return Math.max(0, beforeFirst);
    }

    /** Microseconds in which fragments that were not inside another one were rendered. */
    public long rendering() {
        return rendering;
    }

    /** Microseconds that neither fragments nor holes took. */
    public long outside() {
        return Math.max(0, took - rendering - holeMicros - beforeFirst());
    }

    /** The fragment that it asked for first. */
    public @Nullable Locator first() {
        return first;
    }

    /** The fragment whose rendering took longest, with those inside it. */
    public @Nullable Locator slowest() {
        return slowest;
    }

    public long slowestMicros() {
        return slowestMicros;
    }

    @Override
    public String toString() {
        return Objects.toString(path) + " " + took + " µs";
    }
}
