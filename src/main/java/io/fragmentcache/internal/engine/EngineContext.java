package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Randomness;
import io.fragmentcache.internal.background.Confined;
import io.fragmentcache.internal.memory.Backoffs;
import io.fragmentcache.internal.memory.Moments;
import io.fragmentcache.internal.memory.RecentlyNotStored;
import io.fragmentcache.internal.memory.RenderTimes;
import io.fragmentcache.internal.memory.Timeouts;
import io.fragmentcache.internal.transaction.Uncommitted;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What those who look up, render and regenerate share.
 *
 * @param replicaLag microseconds after a touch in which data may still be read as it was before
 */
record EngineContext(
        SafeStore store,
        Stamps stamps,
        InstantSource clock,
        Randomness randomness,
        Backoffs backoffs,
        Failures failures,
        RecentlyNotStored recentlyNotStored,
        RenderTimes renderTimes,
        OwnTouches ownTouches,
        Uncommitted uncommitted,
        Confined confined,
        SourcedRenders sourcedRenders,
        OpenPlaces places,
        HoleTemplates holeTemplates,
        SafeListener listener,
        Timeouts timeouts,
        long replicaLag,
        int largestText) {
    private static final int LARGEST_TEXT = 1 << 20;

    static EngineContext of(Store store, Seams seams) {
        SafeListener listener =
                new SafeListener(seams.listener(), seams.timeouts().elapsed());
        SafeStamps stamps = new SafeStamps(store.stamps(seams.clock()), seams.clock(), listener);
        return new EngineContext(
                new SafeStore(store, listener, () -> Micros.of(seams.clock().instant()), stamps),
                stamps,
                seams.clock(),
                seams.random() == null ? new Randomness.OfEachThread() : new Randomness.Shared(seams.random()),
                new Backoffs(),
                new Failures(),
                new RecentlyNotStored(),
                new RenderTimes(),
                new OwnTouches(),
                new Uncommitted(),
                new Confined(listener::warned),
                new SourcedRenders(),
                new OpenPlaces(),
                new HoleTemplates(),
                listener,
                seams.timeouts(),
                Micros.of(seams.replicaLag()),
                LARGEST_TEXT);
    }

    long now() {
        return Micros.of(clock.instant());
    }

    /** The entry, if this fragment may be shown it at all: what names a hole of another template was not made here. */
    @Nullable Entry own(Fragment fragment, @Nullable Entry entry) {
        if (entry != null && !fragment.until().allows(entry.written(), entry.keepUntil())) {
            // It was stored when the end was a later one.
            return null;
        }
        if (entry == null || entry.holes().isEmpty() || holeTemplates.allow(fragment, entry.holes())) {
            return entry;
        }
        // Its birth could keep every other entry away.
        store.remove(entry.key());
        return null;
    }

    /** Says that the calling thread begins or ends a request. */
    void forgetThread() {
        ownTouches.forget();
        uncommitted.forget();
    }

    /** Now, by both clocks. */
    Moments moments() {
        return new Moments(now(), elapsed());
    }

    /** Tells that rendering a fragment failed. */
    void tellFailed(Fragment fragment, Throwable cause) {
        listener.renderFailed(new RenderFailed(fragment.locator(), fragment.key(), cause));
    }

    /** Microseconds since any moment. */
    long elapsed() {
        return timeouts.elapsed().getAsLong();
    }
}
