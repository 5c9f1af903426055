package io.fragmentcache.internal.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Stamps;

/**
 * Keys whose rendering failed, and when it is tried again: after 1 second, doubled with each failure up to 60. A touch
 * of what the entry shows clears it, since it may be the fix. Thread-safe; forgets the oldest.
 */
public final class Backoffs {
    private static final long FIRST = 1_000_000;
    private static final long LONGEST = 60_000_000;
    private static final long MOST_BYTES = 2 << 20;
    private static final int BYTES_OF_A_BACKOFF = 150;

    private record Backoff(int failures, long pause, Moments at, long touchedBefore) {}

    @Bound("2 MB")
    private final Cache<Key, Backoff> failed = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Backoff backoff) -> key.weight() + BYTES_OF_A_BACKOFF)
            .executor(Runnable::run)
            .build();

    /**
     * @param asOf the snapshot of the data with which it failed
     * @return how often it failed in a row
     */
    public int failed(Key key, long asOf, Moments at) {
        Backoff after = failed.asMap().compute(key, (same, before) -> {
            int failures = before == null ? 1 : before.failures + 1;
            long wait = Math.min(LONGEST, FIRST << Math.min(failures - 1, 6));
            return new Backoff(failures, wait, at, asOf);
        });
        return after.failures;
    }

    public void succeeded(Key key) {
        failed.invalidate(key);
    }

    /** Whether rendering this key is not worth trying yet. */
    public boolean holds(Entry entry, Moments now, Stamps stamps) {
        Backoff backoff = failed.getIfPresent(entry.key());
        return backoff != null
                && backoff.at.isWithin(backoff.pause, now)
                && entry.snapshots().lastTouch(stamps) <= backoff.touchedBefore;
    }
}
