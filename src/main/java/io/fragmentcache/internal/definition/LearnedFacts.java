package io.fragmentcache.internal.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.key.Locator;
import java.util.Set;
import java.util.function.Supplier;

/** What each fragment was seen to read, by its locator and digest: it outlives each parse of a template. Thread-safe. */
final class LearnedFacts {
    private static final int MOST_FRAGMENTS = 10_000;

    private record Of(Locator locator, Digest digest) {}

    private final Cache<Of, Learned> known = Caffeine.newBuilder()
            .maximumSize(MOST_FRAGMENTS)
            .executor(Runnable::run)
            .build();

    /** @param seeds what a scan of the templates says that they read, asked for once */
    Learned of(Locator locator, Digest digest, Supplier<Set<String>> seeds) {
        return known.get(new Of(locator, digest), first -> new Learned(seeds.get()));
    }
}
