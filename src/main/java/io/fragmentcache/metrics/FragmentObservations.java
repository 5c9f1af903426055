package io.fragmentcache.metrics;

import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.ContextPropagator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.spi.Rendered;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Observes renders with Micrometer, so that traces show them. Each regeneration in the background is an observation
 * {@code fragment.cache.regeneration}, a child of what was observed where it was asked for. A render for a visitor is an
 * event of the page's own observation: {@code fragment.cache.rendered}, {@code fragment.cache.not.stored} or
 * {@code fragment.cache.render.failed}. Keys are not told: they may hold what visitors see.
 *
 * <pre>{@code
 * FragmentObservations observations = FragmentObservations.of(registry);
 * FragmentCache.over(store).propagate(observations).listener(observations).build();
 * }</pre>
 *
 * <p>Low-cardinality key values of a regeneration are {@code fragment}, the outermost one that was rendered or
 * {@code none}, and {@code stored}. Thread-safe.
 */
public final class FragmentObservations implements Listener, ContextPropagator {
    private static final String REGENERATION = "fragment.cache.regeneration";
    private static final String RENDERED = "fragment.cache.rendered";
    private static final String NOT_STORED = "fragment.cache.not.stored";
    private static final String FAILED = "fragment.cache.render.failed";

    private final ObservationRegistry registry;

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
            regeneration.tell(observation);
            observation.stop();
        }
    }

    @Override
    public void rendered(Rendered event) {
        Regeneration regeneration = running.get();
        if (regeneration == null) {
            tell(RENDERED, event.locator());
        } else {
            // Inner fragments are told before those around them.
            regeneration.fragment = event.locator();
            regeneration.stored = event.stored();
        }
    }

    @Override
    public void notStored(NotStored event) {
        if (running.get() == null) {
            tell(NOT_STORED, event.locator());
        }
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
        Observation page = registry.getCurrentObservation();
        if (page != null) {
            page.event(Observation.Event.of(name, name + " " + fragment));
        }
    }

    /** Used by one thread. */
    private static final class Regeneration {
        private @Nullable Locator fragment;
        private boolean stored;
        private @Nullable Throwable failure;

        void tell(Observation observation) {
            observation
                    .lowCardinalityKeyValue("fragment", fragment == null ? "none" : fragment.toString())
                    .lowCardinalityKeyValue("stored", String.valueOf(stored));
            if (failure != null) {
                observation.error(failure);
            }
        }
    }
}
