package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.memory.Moments;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Version;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong a moment ago, for fragments without an old text. Those who ask within a second see the same error, and do
 * not render one after another only to see it again. Begins with the second failure in a row, since a single one may be the
 * fault of one visitor. What was refused to be shared is not remembered: its error is one visitor's too. A touch, or another
 * version, is worth a try. Thread-safe.
 */
final class Failures {
    private static final long REMEMBERED = 1_000_000;
    private static final long MOST_BYTES = 1 << 20;
    private static final int BYTES_OF_A_FAILURE = 8_192;

    private record Failure(Throwable cause, Version version, long asOf, Moments at) {}

    @Bound("1 MB: keys, and 8 KB for each error")
    private final Cache<Key, Failure> recent = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Failure failure) -> key.weight() + BYTES_OF_A_FAILURE)
            .executor(Runnable::run)
            .build();

    /** @param asOf the snapshot of the data with which it failed */
    void add(Fragment fragment, int inARow, long asOf, Throwable cause, Moments at) {
        if (inARow > 1 && !(cause instanceof Error)) {
            recent.put(fragment.key(), new Failure(cause, fragment.version(), asOf, at));
        }
    }

    void succeeded(Key key) {
        recent.invalidate(key);
    }

    /** The error of a moment ago; null if it is worth a try. */
    @Nullable Throwable of(Caller caller, Moments now) {
        Failure failure = recent.getIfPresent(caller.fragment().key());
        if (failure == null || caller.lastTouch() > failure.asOf || !failure.at.isWithin(REMEMBERED, now)) {
            return null;
        }
        return failure.version.equals(caller.fragment().version()) ? failure.cause : null;
    }
}
