package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.Survivable;
import io.fragmentcache.internal.background.Propagators;
import io.fragmentcache.internal.background.Regenerator;
import io.fragmentcache.internal.background.Workers;
import io.fragmentcache.internal.memory.Timeouts;
import io.fragmentcache.internal.transaction.DeferredTouch;
import io.fragmentcache.internal.transaction.Uncommitted;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Parents;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Backlog;
import io.fragmentcache.spi.Bypassed;
import io.fragmentcache.spi.Evicted;
import io.fragmentcache.spi.HoleRendered;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.StoreStats;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Six stops in one line: tag, key, <b>store, freshness, regenerate</b>, insert. Code that finds fragments in a page, such
 * as the dialect for Thymeleaf, comes with a {@link Fragment} and leaves with rendered HTML.
 *
 * <p>The other clients have parts of their own: filters {@link #requests()}, tools {@link #inspection()}, sources
 * {@link #sourced()} and warm-ups {@link #warmUps()}.
 *
 * <p>Thread-safe. Nothing that goes wrong in here reaches a page, except what the fragment's own body throws.
 */
public final class Engine implements AutoCloseable {
    private static final int QUEUE_BOUND = 1_000;
    private static final Duration CLOSE_WAITS = Duration.ofSeconds(4);
    private static final Duration INTERRUPTED_WAITS = Duration.ofSeconds(1);

    private final Store store;
    private final Settings settings;
    private final EngineContext context;
    private final Renderer renderer;
    private final Regenerator regenerator;
    private final Propagators propagators;
    private final Decider decider;
    private final Hottest hottest;
    private final AtomicBoolean toldClosed = new AtomicBoolean();
    private final KnownFragments known = new KnownFragments();
    private final Requests requests;
    private final Inspection inspection;
    private final SourcedRegenerations sourced;
    private final WarmUps warmUps;
    private final @Nullable Workers own;

    private Engine(Store store, Settings settings, Seams seams) {
        this.store = store;
        this.settings = settings;
        this.context = EngineContext.of(store, seams);
        this.renderer = new Renderer(context);
        this.own = seams.executor() == null ? Workers.start() : null;
        Timeouts timeouts = seams.timeouts();
        this.regenerator = new Regenerator(
                own == null ? Objects.requireNonNull(seams.executor()) : own.executor(),
                new Regenerator.Limits(seams.workers(), QUEUE_BOUND, Micros.of(timeouts.render()), timeouts.elapsed()),
                seams.clock(),
                renderer::giveUp);
        this.propagators = new Propagators(seams.propagators());
        this.decider = new Decider(context, regenerator);
        this.hottest = new Hottest(context.store(), context.stamps(), context.listener(), settings);
        this.requests = new Requests(context, seams.signer());
        this.inspection = new Inspection(context, renderer, known);
        this.sourced = new SourcedRegenerations(context, regenerator, propagators);
        this.warmUps = new WarmUps(context, hottest, regenerator);
        store.onEviction(key -> context.listener().evicted(new Evicted(key)));
    }

    /** Starts an engine over this store, which it will close. */
    public static Engine open(Store store, Settings settings, Seams seams) {
        return new Engine(store, settings, seams);
    }

    /** What the application configured. */
    public Settings settings() {
        return settings;
    }

    /** For filters. */
    public Requests requests() {
        return requests;
    }

    /** For tools. */
    public Inspection inspection() {
        return inspection;
    }

    /** For fragments whose variables come from a source. */
    public SourcedRegenerations sourced() {
        return sourced;
    }

    /** For warm-ups. */
    public WarmUps warmUps() {
        return warmUps;
    }

    /** Which threads have changes that are not committed yet. */
    public Uncommitted uncommitted() {
        return context.uncommitted();
    }

    /** Whether a variable must not be read by another thread. */
    public boolean confines(Object value) {
        return propagators.confine(value);
    }

    /**
     * Says that a fragment reads a variable that belongs to its request: from now on its next reader renders it when it is
     * stale.
     */
    public void confined(Fragment fragment, String variable) {
        context.confined().add(fragment.locator(), variable);
    }

    /** Says that a fragment is asked for from now on, in this language with this beginning of its keys. */
    public void defined(Locator locator, Locale locale, KnownFragments.Definition definition) {
        known.put(locator, locale, definition);
    }

    /** The cache's clock, in microseconds since 1970. */
    public long now() {
        return context.now();
    }

    /** Says with which facts a fragment was rendered, for questions about it by its key alone. */
    public void rendered(Locator locator, Key without, Facts facts, Key with, Version version) {
        known.rendered(locator, without, facts.withoutObjects(), with, version);
    }

    /** Where the calling thread is: for texts that are asked for without a page. */
    public Lookup.Place here() {
        return context.places().here();
    }

    /** Returns null without an observer. */
    public @Nullable Observer observer() {
        return inspection.observer();
    }

    /**
     * Looks the fragment up and decides what to do. Rendered HTML that is to be shown is handed to the fragment around it.
     */
    public Lookup lookup(Fragment fragment, Lookup.Place place) {
        return lookup(fragment, place, read(fragment, place));
    }

    /**
     * Looks up what was read already.
     *
     * @param entry what {@link #readAll} or a {@link Batch} gave for the key; null if the store does not hold it
     */
    public Lookup lookup(Fragment fragment, Lookup.Place place, @Nullable Entry entry) {
        long now = context.now();
        if (hottest.count(fragment, place, now)) {
            sourced.offer(hottest.key(), () -> hottest.write(context.now()));
        }
        RequestScope scope = place.scope();
        boolean uncommitted = context.uncommitted().here();
        Lookup lookup = uncommitted || scope != null && scope.bypasses()
                ? new Lookup(fragment, Outcome.BYPASS, null, uncommitted ? "uncommitted" : "bypass", false, place)
                : decider.decide(fragment, place, context.own(fragment, entry), now);
        if (uncommitted && place.outer() != null) {
            place.outer().showsUncommitted();
        }
        if (lookup.outcome() != Outcome.HIT
                || !fragment.vary().isEmpty()
                || !fragment.facts().isEmpty()) {
            known.asked(fragment);
        }
        adopt(lookup, now);
        if (scope != null) {
            scope.tally().lookedUp(lookup.outcome(), lookup.shownOrNull(), place.outer() == null, now);
        }
        if (lookup.outcome() == Outcome.MISS && regenerator.isClosed() && toldClosed.compareAndSet(false, true)) {
            context.listener().warned(Problem.cacheIsClosed());
        }
        if (context.listener().hears()) {
            context.listener().lookedUp(lookup.event());
        }
        return lookup;
    }

    private static void adopt(Lookup lookup, long now) {
        Doll outer = lookup.place().outer();
        if (outer != null && lookup.outcome() == Outcome.HIT) {
            outer.adopt(lookup.shown());
            outer.shows(lookup.fragment(), lookup.shown());
        } else if (outer != null && lookup.outcome() == Outcome.STALE) {
            outer.adoptStale(lookup.shown(), now);
            outer.shows(lookup.fragment(), lookup.shown());
        }
    }

    /** Drops an entry that cannot be shown by the templates as they are. */
    public void drop(Entry entry) {
        context.store().remove(entry.key());
    }

    /** The entries of these keys in one go; those that are absent are absent. */
    public Map<Key, Entry> readAll(Collection<Key> keys) {
        return context.store().readAll(keys);
    }

    /** Whether look-ups that follow soon should be announced to {@link #prefetch}. */
    public boolean prefetches(Lookup.Place place) {
        return context.store().isRemote() && place.prefetched() != null;
    }

    /** Reads these keys in one go, for look-ups in the same place that follow soon. */
    public void prefetch(Set<Key> keys, Lookup.Place place) {
        Prefetched prefetched = place.prefetched();
        if (prefetched != null) {
            prefetched.put(keys, context.store().readAll(keys));
        }
    }

    /** What the store holds for a fragment, for a caller that reads it before the look-up. */
    public @Nullable Entry read(Fragment fragment, Lookup.Place place) {
        Prefetched prefetched = place.prefetched();
        return prefetched != null && prefetched.holds(fragment.key())
                ? prefetched.take(fragment.key())
                : context.store().read(fragment.key());
    }

    /** The entry, if this fragment may be shown it at all: no hole of it names a template that the fragment does not have. */
    public @Nullable Entry allowed(Fragment fragment, @Nullable Entry entry) {
        return context.own(fragment, entry);
    }

    /**
     * Says that a fragment is rendered as if there were no cache, without a look-up.
     *
     * @param reason why, for people
     */
    public void bypassed(Locator locator, String reason, Lookup.Place place) {
        if (place.scope() != null) {
            place.scope().tally().bypassed();
        }
        context.listener().bypassed(new Bypassed(locator, reason));
    }

    /** Whether a listener wants to know what a hole costs. */
    public boolean hearsOfHoles() {
        return context.listener().hears();
    }

    /** Microseconds by which holes are timed, since any moment. */
    public long elapsed() {
        return context.elapsed();
    }

    /**
     * Says that a hole was rendered.
     *
     * @param locator the outermost fragment whose HTML has the hole
     * @param micros how long it took
     */
    public void holeRendered(Locator locator, long micros) {
        context.listener().holeRendered(new HoleRendered(locator, Micros.toDuration(micros)));
    }

    /**
     * Renders what a look-up missed, once for all who ask at the same time. Throws what the body throws.
     *
     * @return what is to be shown, stored or not
     */
    public Entry render(Lookup missed, Body body) {
        return renderer.render(missed, body, null);
    }

    /** Renders a row of a loop: it is stored with the other rows when the batch is closed. */
    public Entry render(Lookup missed, Body body, Batch batch) {
        return renderer.render(missed, body, batch);
    }

    /** For the texts that one thread renders in one loop. */
    public Batch batch() {
        return renderer.batch();
    }

    /**
     * Regenerates a stale entry in the background. Does nothing if another reader was quicker, or the queue is full.
     *
     * @param body renders later, on another thread, when the request is gone
     */
    public void regenerate(Lookup stale, Body body) {
        RequestScope scope = stale.place().scope();
        // The body's variables were read before this moment, not when the job runs.
        ReadPoint readPoint =
                scope == null ? ReadPoint.now(context.stamps()) : scope.began().again(context.stamps());
        Fragment fragment = stale.fragment();
        regenerator.offer(
                fragment.key(),
                Decider.shownUntil(stale.shown(), fragment, context.stamps()),
                propagators.propagate(() -> renderer.regenerate(fragment, body, readPoint)));
    }

    /** Outdates every entry that shows one of these models, or one that is declared above it. */
    public void touch(List<?> models) {
        Parents.Reached reached = settings.parents().of(models, settings.versions());
        touch(reached.tags());
        reached.unread().forEach(context.listener()::warned);
    }

    /** Outdates every entry that carries one of these tags. */
    public void touch(Set<Tag> tags) {
        stamp(new LinkedHashSet<>(tags), withTypes(tags), false);
    }

    /** Outdates now, whatever {@code deferTouches} says: what changed can be seen by others. */
    public void touchCommitted(Set<Tag> tags) {
        stampNow(new LinkedHashSet<>(tags), withTypes(tags), false);
    }

    /** Makes every entry with this tag unusable, even if rendering fails. */
    public void expire(Tag tag) {
        stamp(Set.of(tag), withTypes(List.of(tag, tag.expiry())), true);
    }

    /** For entries that show too many models to list each. */
    private static Set<Tag> withTypes(Collection<Tag> tags) {
        Set<Tag> all = new LinkedHashSet<>(tags);
        tags.stream().filter(Tag::isModel).map(Tag::anyOfType).forEach(all::add);
        return all;
    }

    private void stamp(Set<Tag> told, Set<Tag> all, boolean expired) {
        Consumer<Runnable> defer = settings.deferTouches();
        if (defer == null) {
            stampNow(told, all, expired);
            return;
        }
        DeferredTouch touch = new DeferredTouch(() -> stampNow(told, all, expired));
        try {
            defer.accept(touch);
            touch.returned(context.uncommitted());
        } catch (Throwable e) {
            Survivable.check(e);
            // Too early is better than never, and twice does no harm.
            touch.run();
            context.listener().warned(Problem.deferralFailed(e));
        }
    }

    private void stampNow(Set<Tag> told, Set<Tag> all, boolean expired) {
        long stamp = context.stamps().touch(all);
        context.ownTouches().add(stamp);
        context.listener().touched(new Touched(told, expired, stamp));
        sourced.regenerateTouched(all);
    }

    /** Tells this listener too, from now on. */
    public void listen(Listener more) {
        context.listener().add(more);
    }

    /** The state of the background queue. */
    public Backlog backlog() {
        return regenerator.backlog();
    }

    /** What each store holds, the nearest first. */
    public List<StoreStats> stats() {
        return context.store().stats();
    }

    /** Whether each store was reachable when it was last asked. */
    public boolean isStoreReachable() {
        return context.store().isReachable();
    }

    /** A line for people of each store. */
    public List<String> describeStores() {
        return context.store().describe();
    }

    /** The store that this engine was opened over. */
    public Store store() {
        return store;
    }

    /** Takes no more regenerations until {@link #resume()}, and waits for those that run, 4 seconds at most. */
    public void pause() {
        try {
            regenerator.pause(CLOSE_WAITS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes regenerations again. */
    public void resume() {
        regenerator.resume();
    }

    /**
     * Takes no more regenerations, lets those that run end for 4 seconds, interrupts the rest, and closes the store after
     * 5 seconds at the latest.
     */
    @Override
    public void close() {
        try {
            regenerator.close(CLOSE_WAITS);
            if (own != null) {
                own.close(INTERRUPTED_WAITS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hottest.write(context.now());
            context.store().close();
        }
    }
}
