package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.memory.Moments;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Version;
import io.fragmentcache.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * When an entry was first met with another version than asked for. It was not touched, so the time of the change is not
 * known; how long it may still be shown counts from here. Thread-safe; forgets the oldest,
 * which then count again.
 */
final class VersionMismatches {
    private static final long MOST_BYTES = 2 << 20;
    private static final int BYTES_OF_A_MEETING = 130;

    private record Met(long born, Moments since) {}

    @Bound("2 MB")
    private final Cache<Key, Met> met = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Met first) -> key.weight() + BYTES_OF_A_MEETING)
            .executor(Runnable::run)
            .build();

    private final EngineContext context;

    VersionMismatches(EngineContext context) {
        this.context = context;
    }

    /** Microseconds since 1970; {@code wall} where both are alike, or differ for the first time. */
    long since(Entry entry, Fragment asked, long wall) {
        if (asked.lifetime().staleAfterTouch().isZero() || !differs(entry, asked.version())) {
            return wall;
        }
        Moments now = new Moments(wall, context.elapsed());
        long born = entry.born();
        Met first = met.asMap().compute(entry.key(), (key, before) -> isOf(before, born) ? before : new Met(born, now));
        return wall - first.since.age(now);
    }

    private static boolean isOf(@Nullable Met before, long born) {
        return before != null && before.born == born;
    }

    private static boolean differs(Entry entry, Version asked) {
        return entry.version().orderTo(asked) == Version.Order.OUTDATED;
    }
}
