package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Chance;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import java.time.InstantSource;

/**
 * What those who look up, render and regenerate share.
 *
 * @param settle microseconds after a touch in which data may still be read as it was before
 */
public record Parts(
        SafeStore store,
        Stamps stamps,
        InstantSource clock,
        Chance chance,
        Backoffs backoffs,
        Failures failures,
        Unstorable unstorable,
        Costs costs,
        OwnTouches ownTouches,
        Recipes recipes,
        Listener listener,
        Patience patience,
        long settle,
        int largestText) {

    long now() {
        return Micros.of(clock.instant());
    }

    /** Microseconds since whenever. */
    long elapsed() {
        return patience.elapsed().getAsLong();
    }
}
