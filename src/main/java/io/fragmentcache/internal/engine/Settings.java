package io.fragmentcache.internal.engine;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Parents;
import io.fragmentcache.key.Vary;
import io.fragmentcache.key.Versions;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Source;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the application configured, for those who find fragments in its pages.
 *
 * @param namespace stands in front of every key: two applications may share a store
 * @param lifetime of fragments that do not say
 * @param profiles lifetimes by name
 * @param vary request facts by name
 * @param versions tells identity and version of models
 * @param parents tells what else changes when a model does
 * @param deferTouches is handed each touch, and runs it when the change can be seen by others; null where each takes effect
 *     at once
 * @param sources where the variables of fragments come from when no request is there
 * @param previousDigests what digests a fragment had before it had this one, the youngest first
 * @param personal the names of model attributes that are one visitor's
 * @param always what joins every key, by name
 * @param zone of dates and times in {@code cache:until} that have none
 * @param strict whether what may only be warned of in production is an error
 */
public record Settings(
        String namespace,
        Lifetime lifetime,
        Map<String, Lifetime> profiles,
        Map<String, Vary> vary,
        Versions versions,
        Parents parents,
        @Nullable Consumer<Runnable> deferTouches,
        Map<Locator, Source> sources,
        BiFunction<Locator, Digest, List<Digest>> previousDigests,
        Set<String> personal,
        Map<String, Supplier<?>> always,
        ZoneId zone,
        boolean strict) {
    public Settings {
        personal = Set.copyOf(personal);
        always = Map.copyOf(always);
        profiles = Map.copyOf(profiles);
        vary = Map.copyOf(vary);
        sources = Map.copyOf(sources);
    }

    /** The request fact of this name. */
    public Vary vary(String name) {
        Vary fact = vary.get(name);
        if (fact == null) {
            throw Problem.unknownVary(name, new TreeSet<>(vary.keySet()));
        }
        return fact;
    }
}
