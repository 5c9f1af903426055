package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The fragments that were asked for since the start, by locator and language. Thread-safe. */
public final class KnownFragments {
    /** A fragment in one language. */
    public record Definition(KeyPrefix prefix, Lifetime lifetime, DependencyTree tree) {}

    private static final int MOST_REMEMBERED = 10_000;

    /** The facts of the last rendering, by the key without them. */
    private final Cache<Key, Facts> facts =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).executor(Runnable::run).build();

    private final Map<Locator, Map<Locale, Definition>> definitions = new ConcurrentHashMap<>();

    void put(Locator locator, Locale locale, Definition definition) {
        definitions.computeIfAbsent(locator, first -> new ConcurrentHashMap<>()).put(locale, definition);
    }

    void rendered(Key without, Facts read) {
        facts.put(without, read);
    }

    /** The facts with which the fragment of this key was rendered last; none where it was not, or read none. */
    public Facts factsOf(Key without) {
        Facts known = facts.getIfPresent(without);
        return known == null ? Facts.NONE : known;
    }

    public Map<Locale, Definition> of(Locator locator) {
        return definitions.getOrDefault(locator, Map.of());
    }
}
