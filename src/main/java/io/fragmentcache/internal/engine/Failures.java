package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Version;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong a moment ago, for fragments without an old text. Those who ask within a second see the same error, and do
 * not render one after another only to see it again. Begins with the second failure in a row, since a single one may be the
 * fault of one visitor, and must not be seen by others. A touch, or another version, is worth a try. Thread-safe.
 */
public final class Failures {
    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int MOST_KEYS = 1_000;

    private record Failure(Throwable cause, Version version, long at) {}

    private final Cache<Key, Failure> recent;

    public Failures(InstantSource clock) {
        recent = Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterWrite(REMEMBERED)
                .ticker(() -> Micros.of(clock.instant()) * 1_000)
                .executor(Runnable::run)
                .build();
    }

    /** @param asOf the snapshot of the data with which it failed */
    void add(Fragment fragment, int inARow, long asOf, Throwable cause) {
        if (inARow > 1 && cause instanceof RuntimeException) {
            recent.put(fragment.key(), new Failure(cause, fragment.version(), asOf));
        }
    }

    void succeeded(Key key) {
        recent.invalidate(key);
    }

    /** The error of a moment ago; null where it is worth a try. */
    @Nullable Throwable of(Caller asker) {
        Failure failure = recent.getIfPresent(asker.fragment().key());
        if (failure == null || asker.lastTouch() > failure.at) {
            return null;
        }
        return failure.version.equals(asker.fragment().version()) ? failure.cause : null;
    }
}
