package io.fragmentcache.internal.engine;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The fragments that were asked for since the start, by locator and language. Thread-safe. */
public final class KnownFragments {
    /** A fragment in one language. */
    public record Definition(KeyPrefix prefix, Lifetime lifetime, DependencyTree tree) {}

    private final Map<Locator, Map<Locale, Definition>> definitions = new ConcurrentHashMap<>();

    void put(Locator locator, Locale locale, Definition definition) {
        definitions.computeIfAbsent(locator, first -> new ConcurrentHashMap<>()).put(locale, definition);
    }

    public Map<Locale, Definition> of(Locator locator) {
        return definitions.getOrDefault(locator, Map.of());
    }
}
