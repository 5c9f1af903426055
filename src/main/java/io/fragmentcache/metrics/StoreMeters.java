package io.fragmentcache.metrics;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.store.StoreStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** How full the stores of a cache are. A value that a store does not know is {@code NaN}. */
record StoreMeters(FragmentCache cache, String name) {
    private static final String MANAGER = "fragmentCache";

    /** The tags that Spring Boot gives to each of its caches. */
    static Tags common(String name) {
        return Tags.of("cache", name, "cache.manager", MANAGER, "name", name);
    }

    void bindTo(MeterRegistry registry) {
        Gauge.builder("cache.size", cache, told(0, StoreStats::entries))
                .description("Entries of the nearest store, approximately")
                .tags(common(name))
                .register(registry);
        evictions(registry, "cache.evictions", common(name), 0);
        List<StoreStats> stores = cache.stats();
        for (int i = 0; i < stores.size(); i++) {
            Tags tags = Tags.of("store", stores.get(i).store());
            gauge(registry, "entries", "Entries of a store, approximately", tags, told(i, StoreStats::entries));
            gauge(registry, "bytes", "Bytes that a store takes, approximately", tags, told(i, StoreStats::bytes));
            gauge(registry, "limit", "Bytes that a store may take", tags, told(i, StoreStats::limit));
            evictions(registry, "fragment.cache.store.evictions", tags, i);
        }
    }

    /** A counter of {@code NaN} would spoil every sum, so a store that does not know has no counter. */
    private void evictions(MeterRegistry registry, String meter, Tags tags, int store) {
        if (cache.stats().get(store).evictions() != StoreStats.UNKNOWN) {
            FunctionCounter.builder(meter, cache, told(store, StoreStats::evictions))
                    .description("Entries that a store dropped to make room")
                    .tags(tags)
                    .register(registry);
        }
    }

    private void gauge(
            MeterRegistry registry, String what, String description, Tags tags, ToDoubleFunction<FragmentCache> value) {
        Gauge.builder("fragment.cache.store." + what, cache, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private static ToDoubleFunction<FragmentCache> told(int store, ToLongFunction<StoreStats> number) {
        return cache -> {
            List<StoreStats> stores = cache.stats();
            // Fewer where one of them fails now.
            long value = store < stores.size() ? number.applyAsLong(stores.get(store)) : StoreStats.UNKNOWN;
            return value == StoreStats.UNKNOWN ? Double.NaN : value;
        };
    }
}
