package io.fragmentcache.internal.usage;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/** How long renders take: how many, in all, the longest, and which share took at most how long. Thread-safe. */
public final class RenderTimes {
    /** Two for each doubling, from a microsecond to an hour. */
    private static final int BUCKETS = 64;

    private final LongAdder renders = new LongAdder();
    private final LongAdder micros = new LongAdder();
    private final AtomicIntegerArray buckets = new AtomicIntegerArray(BUCKETS);
    private volatile long slowest;

    void add(long took) {
        renders.increment();
        micros.add(took);
        buckets.incrementAndGet(bucket(took));
        if (took > slowest) {
            synchronized (this) {
                slowest = Math.max(slowest, took);
            }
        }
    }

    public long count() {
        return renders.sum();
    }

    /** Microseconds, in all. */
    public long total() {
        return micros.sum();
    }

    /** Microseconds that one takes on average; 0 if there was none. */
    public long mean() {
        long count = count();
        return count == 0 ? 0 : total() / count;
    }

    /** Microseconds. */
    public long slowest() {
        return slowest;
    }

    /** Microseconds within which this share of them ended, to a fifth; 0 if there was none. */
    public long quantile(double share) {
        long count = 0;
        for (int i = 0; i < BUCKETS; i++) {
            count += buckets.get(i);
        }
        long rank = (long) Math.ceil(share * count);
        for (int i = 0; i < BUCKETS; i++) {
            rank -= buckets.get(i);
            if (rank <= 0 && count > 0) {
                return Math.min(slowest, Math.round(Math.pow(2, (i + 0.5) / 2)));
            }
        }
        return 0;
    }

    private static int bucket(long took) {
        return took <= 1 ? 0 : (int) Math.min(BUCKETS - 1, 2 * Math.log((double) took) / Math.log(2));
    }
}
