package io.fragmentcache.internal.usage;

import java.util.concurrent.atomic.LongAdder;

/** What the pages at one path took, numbers in it left out. Thread-safe. */
public final class PageUsage {
    private final String path;
    private final LongAdder visits = new LongAdder();
    private final LongAdder took = new LongAdder();
    private final LongAdder outside = new LongAdder();

    PageUsage(String path) {
        this.path = path;
    }

    void add(PageVisit visit) {
        visits.increment();
        took.add(visit.took());
        outside.add(visit.outside());
    }

    /** {@code /products/*}. */
    public String path() {
        return path;
    }

    public long visits() {
        return visits.sum();
    }

    /** Microseconds in all. */
    public long took() {
        return took.sum();
    }

    /** Microseconds that neither fragments nor holes took, without those before the first look-up. */
    public long outside() {
        return outside.sum();
    }
}
