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
        Uncommitted uncommitted,
        Confined confined,
        SourcedRenders recipes,
        Listener listener,
        Timeouts patience,
        long replicaLag,
        int largestText) {

    long now() {
        return Micros.of(clock.instant());
    }

    /** Says that the calling thread begins or ends a request. */
    void forgetThread() {
        ownTouches.forget();
        uncommitted.forget();
    }

    /** Microseconds since whenever. */
    long elapsed() {
        return patience.elapsed().getAsLong();
    }
}
