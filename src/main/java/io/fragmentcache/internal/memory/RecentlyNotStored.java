package io.fragmentcache.internal.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Key;

/**
 * Keys whose last rendering was for its own visitor only. For two minutes their visitors do not wait for each other, which
 * would bring them nothing: what Varnish calls <i>hit-for-miss</i>. Thread-safe; forgets the oldest.
 */
public final class RecentlyNotStored {
    private static final long REMEMBERED = 120_000_000;
    private static final long MOST_BYTES = 2 << 20;
    private static final int BYTES_OF_A_MOMENT = 120;

    @Bound("2 MB")
    private final Cache<Key, Moments> refused = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Moments at) -> key.weight() + BYTES_OF_A_MOMENT)
            .executor(Runnable::run)
            .build();

    public void add(Key key, Moments at) {
        refused.put(key, at);
    }

    public void remove(Key key) {
        refused.invalidate(key);
    }

    public boolean holds(Key key, Moments now) {
        Moments at = refused.getIfPresent(key);
        return at != null && at.isWithin(REMEMBERED, now);
    }
}
