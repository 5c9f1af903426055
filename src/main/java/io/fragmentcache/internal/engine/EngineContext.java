package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Randomness;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import java.time.InstantSource;

/**
 * What those who look up, render and regenerate share.
 *
 * @param replicaLag microseconds after a touch in which data may still be read as it was before
 */
public record EngineContext(
        SafeStore store,
        Stamps stamps,
        InstantSource clock,
        Randomness chance,
        Backoffs backoffs,
        Failures failures,
        RecentlyNotStored unstorable,
        RenderTimes costs,
        OwnTouches ownTouches,
        SourcedRenders recipes,
        Listener listener,
        Timeouts patience,
        long replicaLag,
        int largestText) {

    long now() {
        return Micros.of(clock.instant());
    }

    /** Microseconds since whenever. */
    long elapsed() {
        return patience.elapsed().getAsLong();
    }
}
