package io.fragmentcache.inspect;

import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Outcome;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What became of one fragment, whatever its key. Thread-safe. */
final class FragmentCounts {
    private static final long MINUTE = 60_000_000;
    private static final int MINUTES = 15;

    private final String name;
    private final Counts counts = new Counts(MINUTE, MINUTES);
    private final LongAdder saved = new LongAdder();
    private final LongAdder renders = new LongAdder();
    private final LongAdder spent = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile long slowest;
    private volatile @Nullable String note;
    /** Not exact under many threads, which is no matter: it only picks some of the keys that hit. */
    private int hitsUntilSample;

    FragmentCounts(Locator locator) {
        this(locator.toString());
    }

    /** Of all fragments that there was no room to count one by one. */
    FragmentCounts(String name) {
        this.name = name;
    }

    void lookedUp(Outcome outcome, long now) {
        counts.add(outcome, now);
    }

    /** @param cost what a hit spared, in microseconds */
    void saved(long cost) {
        saved.add(cost);
    }

    /**
     * True for the first hit and each 31st after it: their keys are remembered, so that what only hits is known too.
     */
    boolean samplesHit() {
        if (--hitsUntilSample >= 0) {
            return false;
        }
        hitsUntilSample = 30;
        return true;
    }

    void rendered(long cost) {
        renders.increment();
        spent.add(cost);
        if (cost > slowest) {
            synchronized (this) {
                slowest = Math.max(slowest, cost);
            }
        }
    }

    void failed(String why) {
        failures.increment();
        note = "failed: " + why;
    }

    void refused(String reason) {
        note = "not stored: " + reason;
    }

    /** {@code template :: name}. */
    String name() {
        return name;
    }

    Counts counts() {
        return counts;
    }

    long saved() {
        return saved.sum();
    }

    long renders() {
        return renders.sum();
    }

    /** Microseconds that a rendering takes on average. */
    long cost() {
        long times = renders.sum();
        return times == 0 ? 0 : spent.sum() / times;
    }

    long slowest() {
        return slowest;
    }

    long failures() {
        return failures.sum();
    }

    /** What went wrong last; null where nothing did. */
    @Nullable String note() {
        return note;
    }

    /** The share of look-ups that were answered without waiting, from 0 to 1. */
    double warmth() {
        long asked = counts.total();
        return asked == 0 ? 0 : (double) (counts.total(Outcome.HIT) + counts.total(Outcome.STALE)) / asked;
    }
}
