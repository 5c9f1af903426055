package io.fragmentcache.internal.usage;

import io.fragmentcache.spi.Outcome;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each outcome came, in all and over time. Time is cut into steps: where one begins, what was counted so far
 * is noted, so that adding costs an adder and a comparison. Thread-safe; what is counted at the turn of a step may be
 * counted for its neighbour.
 */
public final class Counts {
    private static final int OUTCOMES = Outcome.values().length;

    private final long step;
    private final LongAdder[] totals = new LongAdder[OUTCOMES];
    private final long[] numbers;
    private final long[][] starts;
    private volatile long current = -1;

    /**
     * @param step in microseconds
     * @param kept how many steps are remembered
     */
    Counts(long step, int kept) {
        this.step = step;
        this.numbers = new long[kept];
        this.starts = new long[kept][OUTCOMES];
        Arrays.setAll(totals, i -> new LongAdder());
        Arrays.fill(numbers, -1);
    }

    void add(Outcome outcome, long now) {
        long number = now / step;
        if (number > current) {
            turn(number);
        }
        totals[outcome.ordinal()].increment();
    }

    private synchronized void turn(long number) {
        if (number <= current) {
            return;
        }
        int slot = slot(number);
        numbers[slot] = number;
        starts[slot] = sums();
        current = number;
    }

    public long total(Outcome outcome) {
        return totals[outcome.ordinal()].sum();
    }

    public long total() {
        return Arrays.stream(totals).mapToLong(LongAdder::sum).sum();
    }

    /** What came in each of the last steps, the oldest first: a row of numbers for each, by outcome. */
    public synchronized long[][] last(long now) {
        long newest = Math.max(now / step, current);
        long[][] rows = new long[numbers.length][OUTCOMES];
        long[] end = sums();
        for (int back = 0; back < numbers.length; back++) {
            int slot = slot(Math.max(0, newest - back));
            if (numbers[slot] == newest - back) {
                long[] row = rows[numbers.length - 1 - back];
                for (int i = 0; i < OUTCOMES; i++) {
                    row[i] = end[i] - starts[slot][i];
                }
                end = starts[slot];
            }
        }
        return rows;
    }

    private long[] sums() {
        return Arrays.stream(totals).mapToLong(LongAdder::sum).toArray();
    }

    private int slot(long number) {
        return (int) (number % numbers.length);
    }
}
