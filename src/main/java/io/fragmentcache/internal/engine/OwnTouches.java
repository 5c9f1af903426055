package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.store.Stamps;

/**
 * The last touch that each thread made. A thread that touched is not shown what that touch outdated, even where others
 * may be for a while. A thread remembers for a minute, or until the filter says that it serves another request.
 * Thread-safe.
 */
public final class OwnTouches {
    private static final long REMEMBERED = 60_000_000;

    @Bound("one number for each thread")
    private final ThreadLocal<Long> last = new ThreadLocal<>();
    /** Spares look-ups the thread's own value until something is touched. */
    private volatile boolean any;

    void add(long stamp) {
        any = true;
        last.set(stamp);
    }

    void forget() {
        if (any) {
            last.remove();
        }
    }

    /** A stamp; {@link Stamps#NEVER} if this thread made none recently. */
    long last(long now) {
        if (!any) {
            return Stamps.NEVER;
        }
        Long stamp = last.get();
        return stamp == null ? Stamps.NEVER : recent(stamp, now);
    }

    /** This stamp, unless it is so old that it is forgotten. */
    static long recent(long stamp, long now) {
        return now - stamp > REMEMBERED ? Stamps.NEVER : stamp;
    }

    /** The last touch of the caller in this place: of this thread, or of the same browser before. */
    long seenIn(Lookup.Place place, long now) {
        RequestScope scope = place.scope();
        return Math.max(last(now), scope == null ? Stamps.NEVER : scope.seen());
    }
}
