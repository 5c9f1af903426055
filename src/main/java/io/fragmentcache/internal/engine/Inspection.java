package io.fragmentcache.internal.engine;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Freshness;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Version;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Entry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tools ask that show people how the cache does. Thread-safe. */
public final class Inspection {
    private final EngineContext context;
    private final Renderer renderer;
    private final KnownFragments known;
    private volatile @Nullable Observer observer;
    private volatile @Nullable Usage usage;

    Inspection(EngineContext context, Renderer renderer, KnownFragments known) {
        this.context = context;
        this.renderer = renderer;
        this.known = known;
    }

    /** The cache's clock, in microseconds since 1970. */
    public long now() {
        return context.now();
    }

    /** The fragments that were asked for since the start. */
    public KnownFragments known() {
        return known;
    }

    /** What the digest of a fragment covers; empty if no request asked for the fragment since the start. */
    public Optional<DependencyTree> treeOf(Locator locator) {
        return known.of(locator).values().stream()
                .map(KnownFragments.Definition::tree)
                .findFirst();
    }

    /** Has this look on from now on, for a tool that shows fragments on their pages. */
    public synchronized void watch(Observer observer) {
        if (this.observer != null) {
            throw Problem.watchedTwice();
        }
        this.observer = observer;
    }

    /** Returns null without an observer. */
    @Nullable Observer observer() {
        return observer;
    }

    /**
     * Returns what was counted since this was called first, which begins it: nothing is counted in a cache that no tool
     * asks.
     */
    public Usage usage() {
        Usage counted = usage;
        return counted == null ? begin() : counted;
    }

    private synchronized Usage begin() {
        Usage counted = usage;
        if (counted == null) {
            counted = new Usage(context::now);
            usage = counted;
            context.listener().add(counted);
        }
        return counted;
    }

    /** Whether anything is counted. */
    public boolean counts() {
        return usage != null;
    }

    /** What is stored under this key, whatever its age. */
    public @Nullable Entry stored(Key key) {
        return context.store().read(key);
    }

    /**
     * Says why an entry would be shown or not.
     *
     * @param asked the version that its reader's models have
     */
    public Explanation explain(Key key, @Nullable Entry entry, Version asked, Lifetime lifetime) {
        long now = context.now();
        Freshness freshness = Freshness.of(entry, asked, lifetime, context.stamps(), now, now);
        return new Explanation(key.toString(), freshness, Optional.ofNullable(entry), now);
    }

    /** How many renders could be joined now. */
    public int rendersInFlight() {
        return renderer.rendersInFlight();
    }
}
