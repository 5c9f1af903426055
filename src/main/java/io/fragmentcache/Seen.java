package io.fragmentcache;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The fragments that were asked for since the start, by locator and language. Thread-safe. */
final class Seen {
    /** A fragment in one language. */
    record Definition(KeyPrefix prefix, Lifetime lifetime, DependencyTree tree) {}

    private final Map<Locator, Map<Locale, Definition>> definitions = new ConcurrentHashMap<>();

    void put(Locator locator, Locale locale, Definition definition) {
        definitions.computeIfAbsent(locator, first -> new ConcurrentHashMap<>()).put(locale, definition);
    }

    Map<Locale, Definition> of(Locator locator) {
        return definitions.getOrDefault(locator, Map.of());
    }
}
