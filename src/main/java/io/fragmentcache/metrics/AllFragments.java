package io.fragmentcache.metrics;

import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Bypassed;
import io.fragmentcache.spi.Evicted;
import io.fragmentcache.spi.HoleRendered;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.spi.StoreFailed;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.spi.Warned;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what a cache does, for one registry. Thread-safe. */
final class AllFragments implements Listener {
    /** Fragments have literal names, so more than these are a mistake that must not fill a metrics store. */
    private static final int MOST_FRAGMENTS = 1_000;

    private static final String OTHERS = "others";

    /** Where a key has the template and the name of its fragment. */
    private static final int TEMPLATE = 2;

    private static final int NAME = 3;

    private static final List<String> STORE_OPERATIONS = List.of("read", "write");

    private final MeterRegistry registry;
    private final Map<Locator, FragmentMeters> fragments = new ConcurrentHashMap<>();
    private final FragmentMeters others;
    private final Counter hits;
    private final Counter misses;
    private final Counter puts;
    private final Counter touches;
    private final Counter expiries;
    private final Counter warnings;

    AllFragments(MeterRegistry registry, String cache) {
        this.registry = registry;
        this.others = new FragmentMeters(registry, OTHERS);
        Tags common = StoreMeters.common(cache);
        this.hits = counter("cache.gets", "Fragments that visitors asked for", common.and("result", "hit"));
        this.misses = counter("cache.gets", "Fragments that visitors asked for", common.and("result", "miss"));
        this.puts = counter("cache.puts", "Fragments that were stored", common);
        String what = "Touches and expiries";
        this.touches = counter("fragment.cache.touches", what, Tags.of("kind", "touch"));
        this.expiries = counter("fragment.cache.touches", what, Tags.of("kind", "expire"));
        // Known before the first failure, so that an alert on a rate sees it.
        STORE_OPERATIONS.forEach(this::failures);
        this.warnings = counter("fragment.cache.warnings", "Warnings that were logged", Tags.empty());
    }

    @Override
    public void lookedUp(LookedUp event) {
        of(event.locator()).lookedUp(event);
        if (event.inBackground()) {
            // No visitor waited for it: a rate of hits is one of visitors.
            return;
        }
        if (event.outcome() == Outcome.HIT || event.outcome() == Outcome.STALE) {
            hits.increment();
        } else if (event.outcome() == Outcome.MISS) {
            misses.increment();
        }
    }

    @Override
    public void bypassed(Bypassed event) {
        of(event.locator()).bypassed();
    }

    @Override
    public void rendered(Rendered event) {
        of(event.locator()).rendered(event.inBackground(), event.duration());
        if (event.stored()) {
            puts.increment();
        }
    }

    @Override
    public void holeRendered(HoleRendered event) {
        of(event.locator()).holeRendered(event.duration());
    }

    @Override
    public void renderFailed(RenderFailed event) {
        of(event.locator()).failed();
    }

    @Override
    public void notStored(NotStored event) {
        of(event.locator()).notStored();
    }

    @Override
    public void touched(Touched event) {
        (event.expired() ? expiries : touches).increment();
    }

    @Override
    public void evicted(Evicted event) {
        List<String> parts = event.key().parts();
        FragmentMeters known = null;
        if (parts.size() > NAME) {
            known = fragments.get(new Locator(parts.get(TEMPLATE), parts.get(NAME)));
            // Texts that are cached without a template have their name only.
            known = known == null ? fragments.get(new Locator("text", parts.get(TEMPLATE))) : known;
        }
        (known == null ? others : known).evicted();
    }

    @Override
    public void storeFailed(StoreFailed event) {
        failures(event.operation()).increment();
    }

    private Counter failures(String operation) {
        return counter(
                "fragment.cache.store.failures", "Calls of the store that failed", Tags.of("operation", operation));
    }

    @Override
    public void warned(Warned event) {
        warnings.increment();
    }

    private FragmentMeters of(Locator locator) {
        FragmentMeters known = fragments.get(locator);
        if (known != null) {
            return known;
        }
        return fragments.size() >= MOST_FRAGMENTS
                ? others
                : fragments.computeIfAbsent(locator, added -> new FragmentMeters(registry, added.toString()));
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
