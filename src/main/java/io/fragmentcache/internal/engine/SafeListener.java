package io.fragmentcache.internal.engine;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the log, then tells all who listen, whose exceptions end here. Thread-safe. */
public final class SafeListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(FragmentCache.class);

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final LogThrottle failures;

    public SafeListener(Listener first, LongSupplier elapsed) {
        if (first != NONE) {
            listeners.add(first);
        }
        this.failures = new LogThrottle(elapsed);
    }

    public void add(Listener more) {
        listeners.add(more);
    }

    @Override
    public void lookedUp(Lookup lookup) {
        if (LOG.isDebugEnabled() && lookup.outcome() != Outcome.HIT) {
            LOG.debug("{} {}: {}", lookup.outcome(), lookup.fragment().locator(), lookup.reason());
        }
        tell(listener -> listener.lookedUp(lookup));
    }

    @Override
    public void rendered(Entry entry, Fragment fragment) {
        tell(listener -> listener.rendered(entry, fragment));
    }

    @Override
    public void regenerated(Entry entry, Fragment fragment) {
        LOG.debug("regenerated {}", fragment.locator());
        tell(listener -> listener.regenerated(entry, fragment));
    }

    @Override
    public void failed(Fragment fragment, Throwable cause) {
        LOG.warn("Rendering '{}' failed; its old text is shown where there is one.", fragment.locator(), cause);
        tell(listener -> listener.failed(fragment, cause));
    }

    @Override
    public void refused(Locator locator, String reason) {
        LOG.debug("not stored: {}: {}", locator, reason);
        tell(listener -> listener.refused(locator, reason));
    }

    @Override
    public void touched(Collection<Tag> tags, long stamp) {
        LOG.debug("touched {}", tags);
        tell(listener -> listener.touched(tags, stamp));
    }

    @Override
    public void storeFailed(String operation, Throwable cause) {
        long many = failures.many();
        if (many > 0) {
            LOG.warn(
                    "The fragment store failed to {}; pages are rendered without it. Failures since this was last said: {}.",
                    operation,
                    many,
                    cause);
        } else {
            LOG.debug("The fragment store failed to {}.", operation, cause);
        }
        tell(listener -> listener.storeFailed(operation, cause));
    }

    @Override
    public void warned(Problem warning) {
        LOG.warn(warning.getMessage());
        tell(listener -> listener.warned(warning));
    }

    private void tell(Consumer<Listener> event) {
        if (listeners.isEmpty()) {
            return;
        }
        for (Listener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("A listener of the fragment cache failed.", e);
            }
        }
    }
}
