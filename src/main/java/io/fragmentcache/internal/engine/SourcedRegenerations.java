package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.background.Propagators;
import io.fragmentcache.internal.background.Regenerator;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import java.util.Collection;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Regenerates fragments whose variables come from a source: no reader is needed for it. Thread-safe. */
public final class SourcedRegenerations {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");

    private final EngineContext context;
    private final Regenerator regenerator;
    private final Propagators propagators;

    SourcedRegenerations(EngineContext context, Regenerator regenerator, Propagators propagators) {
        this.context = context;
        this.regenerator = regenerator;
        this.propagators = propagators;
    }

    /**
     * Lets a fragment with a source be regenerated as soon as anything that it shows is touched, on this node.
     *
     * @param render renders it in the scope that it is given, which was opened before the source is asked
     */
    public void remember(Lookup lookup, Consumer<RequestScope> render) {
        context.sourcedRenders().learn(lookup.fragment().key(), render);
        Entry known = lookup.entry();
        if (known != null) {
            context.sourcedRenders().rendered(known);
        }
    }

    /** Regenerates a fragment with a source in the background, while its stale text is shown. */
    public void regenerate(Fragment fragment, Consumer<RequestScope> render) {
        offer(fragment.key(), () -> render.accept(renewal()));
    }

    /** Regenerates in the background what shows one of these tags and has a source. */
    void regenerateTouched(Collection<Tag> tags) {
        context.sourcedRenders()
                .of(tags)
                .forEach((key, render) -> offer(key, () -> render.accept(RequestScope.regeneration(context.stamps()))));
    }

    /** Says that the source of a fragment failed: its old text is kept, and the next try waits. */
    public void failed(Fragment fragment, RequestScope scope, RuntimeException cause) {
        context.backoffs().failed(fragment.key(), scope.began().asOf(), context.moments());
        context.tellFailed(fragment, cause);
    }

    /** The scope of a rendering in the background that renders the outermost fragment again even if it is fresh. */
    RequestScope renewal() {
        return RequestScope.renewal(context.stamps());
    }

    /** Returns false if the queue has no room for it. */
    boolean offer(Key key, Runnable job) {
        return regenerator.offer(key, propagators.propagate(() -> {
            try {
                job.run();
                return true;
            } catch (RuntimeException told) {
                // The listener heard of it where it was thrown.
                LOG.debug("not regenerated: {}", key, told);
                return false;
            }
        }));
    }
}
