package io.fragmentcache.spring.boot;

import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.StoreFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the health of the cache tells. Thread-safe. */
final class StoreFailures implements Listener {
    /** After this the store is taken for well again, if nothing more is heard. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private volatile @Nullable Failure last;

    /**
     * @param operation of the store
     * @param cause what it threw
     */
    record Failure(String operation, String cause, Instant at) {}

    StoreFailures(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void storeFailed(StoreFailed event) {
        last = new Failure(event.operation(), event.cause().toString(), clock.instant());
    }

    /** What the store failed to do within the last minute. */
    Optional<Failure> recent() {
        Failure failure = last;
        return failure == null || failure.at().plus(RECENT).isBefore(clock.instant())
                ? Optional.empty()
                : Optional.of(failure);
    }
}
