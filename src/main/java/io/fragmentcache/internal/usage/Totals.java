package io.fragmentcache.internal.usage;

import io.fragmentcache.spi.Outcome;
import java.util.concurrent.atomic.LongAdder;

/** How often each outcome came. Thread-safe. */
public final class Totals {
    private final LongAdder[] totals = new LongAdder[Outcome.values().length];

    Totals() {
        for (int i = 0; i < totals.length; i++) {
            totals[i] = new LongAdder();
        }
    }

    void add(Outcome outcome) {
        totals[outcome.ordinal()].increment();
    }

    public long of(Outcome outcome) {
        return totals[outcome.ordinal()].sum();
    }

    /** Of all outcomes. */
    public long total() {
        long sum = 0;
        for (LongAdder each : totals) {
            sum += each.sum();
        }
        return sum;
    }
}
