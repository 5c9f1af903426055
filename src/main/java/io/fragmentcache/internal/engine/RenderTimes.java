package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.key.Locator;

/** How long each fragment took to render the last time, whatever its key. Thread-safe. */
public final class RenderTimes {
    private static final int MOST_FRAGMENTS = 10_000;
    private static final long MICROS_OF_A_MILLISECOND = 1_000;

    private final Cache<Locator, Long> last = Caffeine.newBuilder()
            .maximumSize(MOST_FRAGMENTS)
            .executor(Runnable::run)
            .build();

    void put(Locator locator, long micros) {
        long rounded = micros / MICROS_OF_A_MILLISECOND * MICROS_OF_A_MILLISECOND;
        // Most fragments cost as little as before, and a write costs more than a look.
        if (rounded != of(locator)) {
            last.put(locator, rounded);
        }
    }

    /** Whole milliseconds, in microseconds; zero where it was not rendered yet. */
    long of(Locator locator) {
        Long cost = last.getIfPresent(locator);
        return cost == null ? 0 : cost;
    }
}
