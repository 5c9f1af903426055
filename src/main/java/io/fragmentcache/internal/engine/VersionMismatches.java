package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Version;
import io.fragmentcache.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * When an entry was first met with another version than asked for. Nobody touched it, so the time of the change is not
 * known; how long it may still be shown counts from here. Thread-safe; forgets the oldest above 10 000 keys, which then
 * count anew.
 */
final class VersionMismatches {
    private static final int MOST_KEYS = 10_000;

    private record Met(long born, long since) {}

    private final Cache<Key, Met> met =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();

    /** Microseconds since 1970; {@code now} where there is no difference, or it is met for the first time. */
    long since(Entry entry, Fragment asked, long now) {
        if (asked.lifetime().staleAfterTouch().isZero() || !differs(entry, asked.version())) {
            return now;
        }
        long born = entry.times().born();
        Met first = met.asMap().compute(entry.key(), (key, before) -> isOf(before, born) ? before : new Met(born, now));
        return first.since;
    }

    private static boolean isOf(@Nullable Met before, long born) {
        return before != null && before.born == born;
    }

    private static boolean differs(Entry entry, Version asked) {
        return entry.version().orderTo(asked) == Version.Order.OUTDATED;
    }
}
