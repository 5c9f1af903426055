package io.fragmentcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.key.Locator;

/** How long each fragment took to render the last time, whatever its key. Thread-safe. */
final class Costs {
    private static final int MOST_FRAGMENTS = 10_000;

    private final Cache<Locator, Long> last = Caffeine.newBuilder()
            .maximumSize(MOST_FRAGMENTS)
            .executor(Runnable::run)
            .build();

    void put(Locator locator, long micros) {
        last.put(locator, micros);
    }

    /** Microseconds; zero where it was not rendered yet. */
    long of(Locator locator) {
        Long cost = last.getIfPresent(locator);
        return cost == null ? 0 : cost;
    }
}
