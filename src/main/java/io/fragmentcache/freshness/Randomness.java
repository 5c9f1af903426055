package io.fragmentcache.freshness;

import io.fragmentcache.internal.Internal;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Where jitter and early regenerations are drawn from. Thread-safe. */
@Internal
public sealed interface Randomness {
    /** From zero to below one. */
    double draw();

    /** No two threads wait for each other. */
    record OfEachThread() implements Randomness {
        @Override
        public double draw() {
            return ThreadLocalRandom.current().nextDouble();
        }
    }

    /** One seeded generator, so that a test draws the same each time. */
    record Shared(RandomGenerator random) implements Randomness {
        @Override
        public synchronized double draw() {
            return random.nextDouble();
        }
    }
}
