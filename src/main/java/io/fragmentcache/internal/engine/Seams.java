package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.memory.Signer;
import io.fragmentcache.internal.memory.Timeouts;
import io.fragmentcache.spi.ContextPropagator;
import io.fragmentcache.spi.Listener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an application, or a test, gives the engine to run with.
 *
 * @param executor where regenerations run; null for threads of the engine's own
 * @param workers how many regenerations run at a time
 * @param random where jitter comes from; null for a generator of each thread
 * @param replicaLag after a touch, how long data may still be read as it was before; zero where there are no replicas
 */
public record Seams(
        InstantSource clock,
        @Nullable Executor executor,
        int workers,
        @Nullable RandomGenerator random,
        Listener listener,
        Timeouts timeouts,
        Duration replicaLag,
        Signer signer,
        List<ContextPropagator> propagators) {
    /** Copies the propagators. */
    public Seams {
        propagators = List.copyOf(propagators);
    }
}
