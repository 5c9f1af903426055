package io.fragmentcache.internal.background;

import io.fragmentcache.key.Key;
import java.util.concurrent.atomic.AtomicInteger;

/** One regeneration: while it waits, while it runs, and after it was given up. All but the asking is guarded by its owner. */
final class Job {
    private static final double EXPIRED = Double.MAX_VALUE;

    private final Key key;
    private final Work work;
    private final long shownUntil;
    private final long offered;
    private final AtomicInteger askers = new AtomicInteger(1);
    private long started;
    private boolean abandoned;

    /** @param shownUntil when the old text may not be shown any more, and the next reader would wait */
    Job(Key key, Work work, long shownUntil, long offered) {
        this.key = key;
        this.work = work;
        this.shownUntil = shownUntil;
        this.offered = offered;
    }

    Key key() {
        return key;
    }

    long offered() {
        return offered;
    }

    long started() {
        return started;
    }

    /** One more reader was shown the old text. */
    void asked() {
        askers.incrementAndGet();
    }

    /**
     * The lower, the sooner: by the time that is left until a visitor would have to wait, which counts as shorter the
     * more there are who ask. What has no time left comes last, since its next reader renders it anyway, and others
     * can still be saved from that.
     */
    double rank(long now) {
        return rank(shownUntil, askers.get(), now);
    }

    static double rank(long shownUntil, int askers, long now) {
        long left = shownUntil - now;
        double hotness = 1 + Math.log(askers);
        return left > 0 ? left / hotness : EXPIRED / hotness;
    }

    void start(long elapsed) {
        started = elapsed;
    }

    boolean run() {
        return work.run();
    }

    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }
}
