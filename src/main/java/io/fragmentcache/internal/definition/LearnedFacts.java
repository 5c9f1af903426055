package io.fragmentcache.internal.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Locator;
import java.util.Set;
import java.util.function.Supplier;

/** What each fragment was seen to read, by its locator and digest: it outlives each parse of a template. Thread-safe. */
final class LearnedFacts {
    private static final int MOST_BYTES = 4 << 20;
    private static final int BYTES_OF_A_FRAGMENT = 500;

    private record Of(Locator locator, Digest digest) {}

    private final Variants variants = new Variants();

    @Bound("4 MB of names")
    private final Cache<Of, Learned> known = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Of of, Learned learned) -> BYTES_OF_A_FRAGMENT + of.locator.weight() + learned.weight())
            .executor(Runnable::run)
            .build();

    /** @param seeds what a scan of the templates says that they read, asked for once */
    Learned of(Locator locator, Digest digest, Supplier<Set<String>> seeds) {
        return known.get(new Of(locator, digest), first -> new Learned(seeds.get(), variants));
    }
}
