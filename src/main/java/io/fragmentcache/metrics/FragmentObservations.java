package io.fragmentcache.metrics;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.ContextPropagator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.RenderEnd;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.spi.RenderStarted;
import io.fragmentcache.spi.Rendered;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Observes renders with Micrometer, so that traces show them. Each render for a visitor is an observation
 * {@code fragment.cache.render}, a child of what the thread observes at that moment: of the page, or of the render of the
 * fragment around. Queries of the render are its children. Each regeneration in the background is an observation
 * {@code fragment.cache.regeneration}, a child of what the request observed that started it. The fragments that it renders
 * inside are its children. A hit is not observed, nor a render outside of every observation. Keys are left out: they may hold
 * what visitors see.
 *
 * <pre>{@code
 * FragmentObservations observations = FragmentObservations.of(registry);
 * FragmentCache.over(store).propagate(observations).listener(observations).build();
 * }</pre>
 *
 * <p>Low-cardinality key values are {@code fragment} and {@code stored}. {@code fragment} is {@code none} for a regeneration
 * that rendered nothing, and {@code others} after 1 000 fragments. Reasons why a fragment was not stored are events
 * {@code fragment.cache.not.stored} of its observation. A failure is the observation's error, and an event
 * {@code fragment.cache.render.failed} of the one around. Thread-safe.
 */
public final class FragmentObservations implements Listener, ContextPropagator {
    private static final String RENDER = "fragment.cache.render";
    private static final String REGENERATION = "fragment.cache.regeneration";
    private static final String NOT_STORED = "fragment.cache.not.stored";
    private static final String FAILED = "fragment.cache.render.failed";
    private static final String FRAGMENT = "fragment";
    private static final String STORED = "stored";

    /** Fragments have literal names, so more than these are a mistake that must not fill a metrics store. */
    private static final int MOST_FRAGMENTS = 1_000;

    private final ObservationRegistry registry;

    @Bound("1 000 fragments")
    private final Set<Locator> fragments = ConcurrentHashMap.newKeySet();

    /** The regeneration that this thread runs. */
    @SuppressWarnings("ThreadLocalUsage") // One for each registry.
    private final ThreadLocal<Regeneration> running = new ThreadLocal<>();

    private FragmentObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    /** Returns observations of this registry, which must be added as a listener and as a propagator. */
    public static FragmentObservations of(ObservationRegistry registry) {
        return new FragmentObservations(Objects.requireNonNull(registry, "registry"));
    }

    @Override
    public UnaryOperator<Runnable> capture() {
        Observation asking = registry.getCurrentObservation();
        return job -> () -> observe(asking, job);
    }

    private void observe(@Nullable Observation asking, Runnable job) {
        Observation observation =
                Observation.createNotStarted(REGENERATION, registry).contextualName("fragment regeneration");
        if (observation.isNoop()) {
            job.run();
            return;
        }
        if (asking != null) {
            observation.parentObservation(asking);
        }
        Regeneration regeneration = new Regeneration();
        running.set(regeneration);
        observation.start();
        Observation.Scope scope = observation.openScope();
        try {
            job.run();
        } finally {
            scope.close();
            running.remove();
            tell(regeneration, observation);
            observation.stop();
        }
    }

    @Override
    public RenderEnd renderStarted(RenderStarted event) {
        boolean isRegeneration = event.parent() == null && running.get() != null;
        if (isRegeneration || registry.getCurrentObservation() == null) {
            return RenderEnd.NONE;
        }
        String fragment = name(event.locator());
        Observation observation = Observation.createNotStarted(RENDER, registry)
                .contextualName("render " + fragment)
                .lowCardinalityKeyValue(FRAGMENT, fragment);
        if (observation.isNoop()) {
            // Switched off: its scope would part the queries of the render from the page.
            return RenderEnd.NONE;
        }
        observation.start();
        Observation.Scope scope = observation.openScope();
        return (stored, failure) -> {
            scope.close();
            observation.lowCardinalityKeyValue(STORED, String.valueOf(stored));
            if (failure != null) {
                observation.error(failure);
            }
            observation.stop();
        };
    }

    @Override
    public void rendered(Rendered event) {
        Regeneration regeneration = running.get();
        if (regeneration != null) {
            // Inner fragments are told before those around them.
            regeneration.fragment = event.locator();
            regeneration.stored = event.stored();
        }
    }

    @Override
    public void notStored(NotStored event) {
        tell(NOT_STORED, event.locator());
    }

    @Override
    public void renderFailed(RenderFailed event) {
        Regeneration regeneration = running.get();
        if (regeneration == null) {
            tell(FAILED, event.locator());
        } else {
            regeneration.fragment = event.locator();
            regeneration.stored = false;
            regeneration.failure = event.cause();
        }
    }

    private void tell(String name, Locator fragment) {
        Observation current = registry.getCurrentObservation();
        if (current != null) {
            current.event(Observation.Event.of(name, name + " " + name(fragment)));
        }
    }

    private void tell(Regeneration regeneration, Observation observation) {
        Locator fragment = regeneration.fragment;
        observation
                .lowCardinalityKeyValue(FRAGMENT, fragment == null ? "none" : name(fragment))
                .lowCardinalityKeyValue(STORED, String.valueOf(regeneration.stored));
        if (regeneration.failure != null) {
            observation.error(regeneration.failure);
        }
    }

    private String name(Locator fragment) {
        if (!fragments.contains(fragment)) {
            if (fragments.size() >= MOST_FRAGMENTS) {
                return "others";
            }
            fragments.add(fragment);
        }
        return fragment.toString();
    }

    /** Used by one thread. */
    private static final class Regeneration {
        private @Nullable Locator fragment;
        private boolean stored;
        private @Nullable Throwable failure;
    }
}
