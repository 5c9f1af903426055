package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.background.Regenerator;
import java.time.Duration;
import java.util.List;

/** What a warm-up needs: renders that no request asked for yet. Thread-safe. */
public final class WarmUps {
    private final EngineContext context;
    private final Hottest hottest;
    private final Regenerator regenerator;

    WarmUps(EngineContext context, Hottest hottest, Regenerator regenerator) {
        this.context = context;
        this.hottest = hottest;
        this.regenerator = regenerator;
    }

    /** The scope of a rendering that no request asked for yet: what is not fresh is rendered. */
    public RequestScope begin() {
        return RequestScope.warmUp(context.stamps());
    }

    /** The fragments with a source that were asked for most in the last run, the hottest first. */
    public List<Subject> hottest() {
        return hottest.read();
    }

    /** Lets the calling thread wait for this long; returns false if it was interrupted. */
    public boolean pause(Duration duration) {
        try {
            context.timeouts().pause().of(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the cache is closed, so that nothing is worth rendering any more. */
    public boolean isClosed() {
        return regenerator.isClosed();
    }
}
