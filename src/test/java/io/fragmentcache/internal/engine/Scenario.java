package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Lifetime;
import java.time.Duration;

/**
 * Keys that were all written at the same moment, and what happens when their time comes.
 *
 * @param keys how many
 * @param lifetime of each of them
 * @param requests per second, over all keys
 * @param skew 0 where all keys are asked for equally often; the exponent of Zipf's law otherwise
 * @param cost of one render
 * @param workers that regenerate
 */
record Scenario(int keys, Lifetime lifetime, int requests, double skew, Duration cost, int workers, long seed) {
    /**
     * The shortest time to be stale with which nobody waits: from when the first may be due, all keys together take
     * keys · cost / workers, and the last of them is due only when the jitter is over.
     */
    Duration shortestStale() {
        double work = keys * seconds(cost) / workers;
        double spread = lifetime.jitter() * seconds(lifetime.fresh());
        return Duration.ofMillis((long) Math.max(0, (work - spread) * 1_000));
    }

    Scenario stale(Duration stale) {
        return new Scenario(keys, lifetime.stale(stale), requests, skew, cost, workers, seed);
    }

    Scenario jitter(double share) {
        return new Scenario(keys, lifetime.jitter(share), requests, skew, cost, workers, seed);
    }

    Scenario skew(double exponent) {
        return new Scenario(keys, lifetime, requests, exponent, cost, workers, seed);
    }

    Scenario requests(int perSecond) {
        return new Scenario(keys, lifetime, perSecond, skew, cost, workers, seed);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
