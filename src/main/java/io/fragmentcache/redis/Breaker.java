package io.fragmentcache.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Keeps calls away from a server that fails: after {@value #FAILURES} failures in a row for two seconds, doubling up to
 * thirty, with jitter; then one call tries. Thread-safe.
 */
final class Breaker {
    private static final int FAILURES = 5;
    private static final long SHORTEST = 2_000_000_000L;
    private static final long LONGEST = 30_000_000_000L;

    private final LongSupplier nanos;
    private final RandomGenerator random;

    @GuardedBy("this") private int failures;

    @GuardedBy("this") private long pause = SHORTEST;

    @GuardedBy("this") private long openUntil;

    Breaker(LongSupplier nanos, RandomGenerator random) {
        this.nanos = nanos;
        this.random = random;
    }

    /** Whether a call may be made now. The caller must report its outcome. */
    synchronized boolean lets() {
        if (failures < FAILURES) {
            return true;
        }
        if (nanos.getAsLong() - openUntil < 0) {
            return false;
        }
        // The one that tries: others wait for what becomes of it.
        openFor(pause);
        return true;
    }

    /** Whether it keeps calls away now. */
    synchronized boolean isOpen() {
        return failures >= FAILURES && nanos.getAsLong() - openUntil < 0;
    }

    /** True where this success closed it. */
    synchronized boolean succeeded() {
        boolean was = failures >= FAILURES;
        failures = 0;
        pause = SHORTEST;
        return was;
    }

    /** True where this failure opened it. */
    synchronized boolean failed() {
        failures++;
        if (failures < FAILURES) {
            return false;
        }
        openFor(pause);
        if (failures > FAILURES) {
            pause = Math.min(LONGEST, pause * 2);
        }
        return failures == FAILURES;
    }

    @GuardedBy("this") private void openFor(long most) {
        openUntil = nanos.getAsLong() + (long) (most * (0.5 + random.nextDouble() / 2));
    }
}
