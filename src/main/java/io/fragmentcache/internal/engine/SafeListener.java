package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.Survivable;
import io.fragmentcache.internal.memory.LogThrottle;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Bypassed;
import io.fragmentcache.spi.Evicted;
import io.fragmentcache.spi.HoleRendered;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.RenderEnd;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.spi.RenderStarted;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.spi.StoreFailed;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.spi.Warned;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the log, then tells all listeners. An exception of a listener ends here. Thread-safe. */
public final class SafeListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");

    private static final int MOST_WARNINGS = 200;

    @Bound("those that the application added")
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private final LogThrottle failures;

    @Bound("200 sentences")
    private final Cache<String, Boolean> warned = Caffeine.newBuilder()
            .maximumSize(MOST_WARNINGS)
            .executor(Runnable::run)
            .build();

    public SafeListener(Listener first, LongSupplier elapsed) {
        if (first != NONE) {
            listeners.add(first);
        }
        this.failures = new LogThrottle(elapsed);
    }

    /** Adds each once: a bean of Spring may have been added by hand too. */
    public synchronized void add(Listener more) {
        if (listeners.stream().noneMatch(listener -> listener == more)) {
            listeners.add(more);
        }
    }

    /** Whether an event would be received or logged: otherwise there is no need to make one. */
    boolean hears() {
        return !listeners.isEmpty() || LOG.isDebugEnabled();
    }

    @Override
    public void lookedUp(LookedUp event) {
        if (LOG.isDebugEnabled() && event.outcome() != Outcome.HIT) {
            LOG.debug("{} {}: {}", event.outcome(), event.locator(), event.reason());
        }
        tell(listener -> listener.lookedUp(event));
    }

    @Override
    public void bypassed(Bypassed event) {
        LOG.debug("bypassed {}: {}", event.locator(), event.reason());
        tell(listener -> listener.bypassed(event));
    }

    @Override
    public RenderEnd renderStarted(RenderStarted event) {
        RenderEnd all = RenderEnd.NONE;
        for (Listener listener : listeners) {
            all = inside(all, started(listener, event));
        }
        return all;
    }

    private static RenderEnd started(Listener listener, RenderStarted event) {
        try {
            RenderEnd end = listener.renderStarted(event);
            return end == RenderEnd.NONE ? end : (stored, failure) -> guarded(() -> end.ended(stored, failure));
        } catch (Throwable e) {
            failed(e);
            return RenderEnd.NONE;
        }
    }

    /** Ends the inner one first. */
    private static RenderEnd inside(RenderEnd outer, RenderEnd inner) {
        if (outer == RenderEnd.NONE || inner == RenderEnd.NONE) {
            return outer == RenderEnd.NONE ? inner : outer;
        }
        return (stored, failure) -> {
            inner.ended(stored, failure);
            outer.ended(stored, failure);
        };
    }

    @Override
    public void rendered(Rendered event) {
        if (event.inBackground()) {
            LOG.debug("regenerated {}", event.locator());
        }
        tell(listener -> listener.rendered(event));
    }

    @Override
    public void holeRendered(HoleRendered event) {
        tell(listener -> listener.holeRendered(event));
    }

    @Override
    public void renderFailed(RenderFailed event) {
        LOG.warn("Rendering '{}' failed; its old text is shown where there is one.", event.locator(), event.cause());
        tell(listener -> listener.renderFailed(event));
    }

    @Override
    public void notStored(NotStored event) {
        LOG.debug("not stored: {}: {}", event.locator(), event.reason());
        tell(listener -> listener.notStored(event));
    }

    @Override
    public void touched(Touched event) {
        LOG.debug("{} {}", event.expired() ? "expired" : "touched", event.tags());
        tell(listener -> listener.touched(event));
    }

    @Override
    public void evicted(Evicted event) {
        tell(listener -> listener.evicted(event));
    }

    void storeFailed(String operation, Throwable cause) {
        storeFailed(new StoreFailed(operation, cause));
    }

    @Override
    public void storeFailed(StoreFailed event) {
        long many = failures.many();
        if (many > 0) {
            LOG.warn(
                    "The fragment store failed to {}; pages are rendered without it. Failures since this was last said: {}.",
                    event.operation(),
                    many,
                    event.cause());
        } else {
            LOG.debug("The fragment store failed to {}.", event.operation(), event.cause());
        }
        tell(listener -> listener.storeFailed(event));
    }

    /** Each sentence once. */
    void warned(Problem problem) {
        String sentence = String.valueOf(problem.getMessage());
        if (warned.asMap().putIfAbsent(sentence, true) == null) {
            LOG.warn(problem.withAnchor());
            tell(listener -> listener.warned(new Warned(sentence)));
        }
    }

    @Override
    public void warned(Warned event) {
        tell(listener -> listener.warned(event));
    }

    private void tell(Consumer<Listener> event) {
        if (listeners.isEmpty()) {
            return;
        }
        for (Listener listener : listeners) {
            guarded(() -> event.accept(listener));
        }
    }

    private static void guarded(Runnable told) {
        try {
            told.run();
        } catch (Throwable e) {
            failed(e);
        }
    }

    private static void failed(Throwable e) {
        Survivable.check(e);
        LOG.warn("A listener of the fragment cache failed.", e);
    }
}
