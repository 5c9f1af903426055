package io.fragmentcache.metrics;

import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The meters of one fragment. Made once, so that a look-up costs an addition. Thread-safe. */
final class FragmentMeters {
    private static final List<String> PLACES = List.of("outermost", "inner", "background");

    private final Map<String, Map<Outcome, Counter>> lookups = new HashMap<>();
    private final Timer requestRenders;
    private final Timer backgroundRenders;
    private final Timer holes;
    private final Counter failures;
    private final Counter notStored;
    private final Counter evictions;
    private final Variants variants = new Variants();

    FragmentMeters(MeterRegistry registry, String fragment) {
        PLACES.forEach(place -> lookups.put(place, lookups(registry, fragment, place)));
        requestRenders = renders(registry, fragment, "request");
        backgroundRenders = renders(registry, fragment, "background");
        holes = Timer.builder("fragment.cache.holes")
                .description("Time to render holes")
                .tags("fragment", fragment)
                .register(registry);
        failures = counter(registry, fragment, "fragment.cache.render.failures", "Renders that failed");
        notStored = counter(registry, fragment, "fragment.cache.not.stored", "Renders that were shown and not stored");
        evictions = counter(
                registry, fragment, "fragment.cache.evictions", "Entries that the nearest store dropped to make room");
        Gauge.builder("fragment.cache.variants", variants, Variants::estimate)
                .description("Keys that were asked for since the start, approximately")
                .tags("fragment", fragment)
                // The registry must not be the only one that knows it.
                .strongReference(true)
                .register(registry);
    }

    private static Map<Outcome, Counter> lookups(MeterRegistry registry, String fragment, String place) {
        Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("fragment.cache.lookups")
                            .description("Look-ups by outcome")
                            .tags(
                                    "fragment",
                                    fragment,
                                    "outcome",
                                    outcome.name().toLowerCase(Locale.ROOT),
                                    "where",
                                    place)
                            .register(registry));
        }
        return counters;
    }

    void lookedUp(LookedUp event) {
        String place = event.inBackground() ? "background" : event.parent() == null ? "outermost" : "inner";
        count(place, event.outcome());
        variants.add(event.key().hashCode());
    }

    void bypassed() {
        count("inner", Outcome.BYPASS);
    }

    private void count(String place, Outcome outcome) {
        Objects.requireNonNull(Objects.requireNonNull(lookups.get(place)).get(outcome))
                .increment();
    }

    void rendered(boolean inBackground, Duration duration) {
        (inBackground ? backgroundRenders : requestRenders).record(duration);
    }

    void holeRendered(Duration duration) {
        holes.record(duration);
    }

    void failed() {
        failures.increment();
    }

    void notStored() {
        notStored.increment();
    }

    void evicted() {
        evictions.increment();
    }

    private static Timer renders(MeterRegistry registry, String fragment, String where) {
        return Timer.builder("fragment.cache.renders")
                .description("Time to render, without the time of a look-up")
                .tags("fragment", fragment, "where", where)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String fragment, String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tags("fragment", fragment)
                .register(registry);
    }
}
