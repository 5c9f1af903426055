package io.fragmentcache.internal.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Locator;

/** How long each fragment took to render the last time, whatever its key. Thread-safe. */
public final class RenderTimes {
    private static final long MOST_BYTES = 2 << 20;
    private static final long MICROS_OF_A_MILLISECOND = 1_000;

    /** A template that is given as a string is its own name. */
    @Bound("2 MB")
    private final Cache<Locator, Long> last = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Locator locator, Long micros) -> locator.weight())
            .executor(Runnable::run)
            .build();

    public void put(Locator locator, long micros) {
        long rounded = micros / MICROS_OF_A_MILLISECOND * MICROS_OF_A_MILLISECOND;
        // Most fragments cost as little as before, and a write costs more than a look.
        if (rounded != of(locator)) {
            last.put(locator, rounded);
        }
    }

    /** Whole milliseconds, in microseconds; zero if it was not rendered yet. */
    public long of(Locator locator) {
        Long cost = last.getIfPresent(locator);
        return cost == null ? 0 : cost;
    }
}
