package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.key.Key;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Keys whose last rendering was for its own visitor only. For a while their visitors do not wait for each other, which
 * would bring them nothing: what Varnish calls <i>hit-for-miss</i>. Thread-safe; forgets the oldest above 10 000 keys.
 */
public final class RecentlyNotStored {
    private static final Duration REMEMBERED = Duration.ofMinutes(2);
    private static final int MOST_KEYS = 10_000;

    private final Cache<Key, Boolean> refused;

    public RecentlyNotStored(InstantSource clock) {
        refused = Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterWrite(REMEMBERED)
                .ticker(() -> Micros.of(clock.instant()) * 1_000)
                .executor(Runnable::run)
                .build();
    }

    void add(Key key) {
        refused.put(key, true);
    }

    void remove(Key key) {
        refused.invalidate(key);
    }

    boolean holds(Key key) {
        return refused.getIfPresent(key) != null;
    }
}
