package io.fragmentcache.metrics;

import io.fragmentcache.FragmentCache;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;

/** How the queue of regenerations does. */
record RegenerationMeters(FragmentCache cache) {
    private static final String PREFIX = "fragment.cache.regenerations.";

    void bindTo(MeterRegistry registry) {
        Gauge.builder(PREFIX + "waiting", cache, c -> c.backlog().waiting())
                .description("Regenerations that wait")
                .register(registry);
        TimeGauge.builder(
                        PREFIX + "longest.wait",
                        cache,
                        TimeUnit.MILLISECONDS,
                        c -> c.backlog().longestWait().toMillis())
                .description("How long the regeneration waits that waits longest")
                .register(registry);
        Gauge.builder(PREFIX + "running", cache, c -> c.backlog().running())
                .description("Regenerations that run")
                .register(registry);
        Gauge.builder(PREFIX + "abandoned", cache, c -> c.backlog().abandoned())
                .description("Regenerations that took too long and have not ended yet")
                .register(registry);
        FunctionCounter.builder(PREFIX + "dropped", cache, c -> c.backlog().dropped())
                .description("Regenerations that a full queue did not take")
                .register(registry);
    }
}
