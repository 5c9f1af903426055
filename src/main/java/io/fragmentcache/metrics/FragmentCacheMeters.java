package io.fragmentcache.metrics;

import io.fragmentcache.FragmentCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of a cache: those that all caches have ({@code cache.gets} and so on), and its own by fragment. No meter has a key
 * as a tag, so there are as many as there are fragments in the templates.
 *
 * <pre>{@code
 * new FragmentCacheMeters(cache, "fragments").bindTo(registry);
 * }</pre>
 *
 * <p>The meters of all caches have the tags that Spring Boot gives its own: {@code cache}, {@code cache.manager} and
 * {@code name}. Prometheus drops a meter whose tags differ from another meter of its name. So caches that are bound by hand
 * with the tag {@code cache} alone hide these meters. The meters by fragment are enough for a dashboard. Thread-safe.
 */
public final class FragmentCacheMeters implements MeterBinder {
    private final FragmentCache cache;
    private final String name;

    /**
     * Creates the meters of a cache.
     *
     * @param name of the cache, as in the tags {@code cache} and {@code name}
     */
    public FragmentCacheMeters(FragmentCache cache, String name) {
        this.cache = cache;
        this.name = name;
    }

    /** Counts for this registry from now on. May be called for several registries. */
    @Override
    public void bindTo(MeterRegistry registry) {
        AllFragments all = new AllFragments(registry, name);
        new StoreMeters(cache, name).bindTo(registry);
        new RegenerationMeters(cache).bindTo(registry);
        cache.listen(all);
    }
}
