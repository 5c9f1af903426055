package io.fragmentcache.internal.engine;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Freshness;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.background.Propagators;
import io.fragmentcache.internal.background.Regenerator;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Six stops in one line: tag, key, <b>store, freshness, regenerate</b>, insert. Those who find fragments in a page, such
 * as the dialect for Thymeleaf, come with a {@link Fragment} and leave with a finished text.
 *
 * <p>Thread-safe. Nothing that goes wrong in here reaches a page, but what the fragment's own body throws.
 */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(FragmentCache.class);

    private final EngineContext context;
    private final Renderer renderer;
    private final Regenerator regenerator;
    private final Propagators propagators;
    private final VersionMismatches differences = new VersionMismatches();
    private final Settings settings;
    private final Signer seal;
    private final KnownFragments seen;
    private final Hottest hottest;
    private volatile @Nullable Observer observer;

    public Engine(
            EngineContext context,
            Renderer renderer,
            Regenerator regenerator,
            Propagators propagators,
            Settings settings,
            Signer seal,
            KnownFragments seen,
            Hottest hottest) {
        this.context = context;
        this.renderer = renderer;
        this.regenerator = regenerator;
        this.propagators = propagators;
        this.settings = settings;
        this.seal = seal;
        this.seen = seen;
        this.hottest = hottest;
    }

    /** What the application configured. */
    public Settings settings() {
        return settings;
    }

    /** Says that a fragment is asked for from now on, in this language with this beginning of its keys. */
    public void defined(Locator locator, Locale locale, KeyPrefix prefix, Lifetime lifetime, DependencyTree tree) {
        seen.put(locator, locale, new KnownFragments.Definition(prefix, lifetime, tree));
    }

    /** What the digest of a fragment covers; empty where it was not asked for since the start. */
    public Optional<DependencyTree> treeOf(Locator locator) {
        return seen.of(locator).values().stream()
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

    /** Null where nobody looks on. */
    public @Nullable Observer observer() {
        return observer;
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
        long now = now();
        Freshness freshness = Freshness.of(entry, asked, lifetime, context.stamps(), now, now);
        return new Explanation(key.toString(), freshness, Optional.ofNullable(entry), now);
    }

    /** The cache's clock, in microseconds since 1970. */
    public long now() {
        return context.now();
    }

    /**
     * The scope of a request that may not store, where no filter opened one. The calling thread keeps in mind what it
     * touched: it may have done so for this very request.
     */
    public RequestScope beginReadOnly() {
        return RequestScope.open(context.stamps(), false, lastOwnTouch());
    }

    /** Opens the scope of one request, before it reads any data. */
    public RequestScope beginRequest(boolean stores) {
        return beginRequest(stores, Stamps.NEVER);
    }

    /**
     * Opens the scope of one request of a visitor who touched something before, and binds it to the calling thread, which
     * forgets what it touched for others.
     *
     * @param touched the stamp of the visitor's last touch; of no effect after a minute
     */
    public RequestScope beginRequest(boolean stores, long touched) {
        context.ownTouches().forget();
        long lately = OwnTouches.lately(touched, context.now());
        if (lately != Stamps.NEVER) {
            // For texts that are asked for without a page.
            context.ownTouches().add(lately);
        }
        return RequestScope.open(context.stamps(), stores, lately);
    }

    /** Opens the scope of one request whose fragments are all rendered as if there were no cache: of a preview. */
    public RequestScope beginBypass() {
        context.ownTouches().forget();
        return RequestScope.bypass(context.stamps());
    }

    /**
     * The last touch of the visitor whose scope is bound to the calling thread; {@link Stamps#NEVER} where there was none
     * lately. Whoever tells it to the visitor's browser, and gives it to {@link #beginRequest(boolean, long)} with the next
     * request, keeps the visitor from seeing what the touch outdated.
     */
    public long lastOwnTouch() {
        return context.ownTouches().last(context.now());
    }

    /** Unbinds the scope from the calling thread. */
    public void endRequest() {
        context.ownTouches().forget();
    }

    /** Signs stamps that a browser keeps. */
    public Signer seal() {
        return seal;
    }

    public void rememberTouch(long stamp) {
        context.ownTouches().add(stamp);
    }

    /** Looks the fragment up and decides what to do. A text that is to be shown is handed to the fragment around it. */
    public Lookup lookup(Fragment fragment, Lookup.Place place) {
        return lookup(fragment, place, read(fragment, place));
    }

    /**
     * As {@link #lookup(Fragment, Lookup.Place)}, of what is at hand already.
     *
     * @param entry what {@link #readAll} or a {@link Batch} gave for the key; null where the store does not hold it
     */
    public Lookup lookup(Fragment fragment, Lookup.Place place, @Nullable Entry entry) {
        long now = context.now();
        if (hottest.count(fragment, place, now)) {
            offer(hottest.key(), () -> hottest.write(context.now()));
        }
        RequestScope scope = place.scope();
        Lookup lookup = scope != null && scope.bypasses()
                ? new Lookup(fragment, Outcome.BYPASS, null, "bypass", false, place)
                : decide(fragment, place, entry, now);
        Doll outer = place.outer();
        if (outer != null && lookup.outcome() == Outcome.HIT) {
            outer.adopt(lookup.shown());
        } else if (outer != null && lookup.outcome() == Outcome.STALE) {
            outer.adoptStale(lookup.shown(), now);
        }
        if (scope != null) {
            scope.tally().lookedUp(lookup, now);
        }
        context.listener().lookedUp(lookup);
        return lookup;
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

    /** What the store holds for a fragment, for whoever looks at it before it looks it up. */
    public @Nullable Entry read(Fragment fragment, Lookup.Place place) {
        Prefetched prefetched = place.prefetched();
        return prefetched != null && prefetched.holds(fragment.key())
                ? prefetched.take(fragment.key())
                : context.store().read(fragment.key());
    }

    /** Says that a fragment was rendered as if there were no cache. */
    public void bypassed(Lookup.Place place) {
        if (place.scope() != null) {
            place.scope().tally().bypassed();
        }
    }

    /**
     * Renders what a look-up missed, once for all who ask at the same time. Throws what the body throws.
     *
     * @return what is to be shown, stored or not
     */
    public Entry render(Lookup missed, Body body) {
        return renderer.render(missed, body, null);
    }

    /** As {@link #render(Lookup, Body)}, for a row of a loop: stored with the others when the batch is closed. */
    public Entry render(Lookup missed, Body body, Batch batch) {
        return renderer.render(missed, body, batch);
    }

    /** For the texts that one thread renders in one loop. */
    public Batch batch() {
        return renderer.batch();
    }

    /**
     * Regenerates a stale entry behind its readers. Does nothing where somebody else was quicker, or the queue is full.
     *
     * @param body renders later, on another thread, when the request is gone
     */
    public void regenerate(Lookup stale, Body body) {
        RequestScope scope = stale.place().scope();
        // The body's variables were read before this moment, not when the job runs.
        ReadPoint moment =
                scope == null ? ReadPoint.now(context.stamps()) : scope.began().again(context.stamps());
        Fragment fragment = stale.fragment();
        regenerator.offer(
                fragment.key(),
                shownUntil(stale.shown(), fragment),
                propagators.propagate(() -> renderer.regenerate(fragment, body, moment)));
    }

    /** The scope of a rendering that nobody asked for yet: what is not fresh is made anew. */
    public RequestScope warmUp() {
        return RequestScope.warmUp(context.stamps());
    }

    /** The fragments with a source that were asked for most in the last run, the hottest first. */
    public List<Subject> hottest() {
        return hottest.read();
    }

    /** Lets the calling thread wait for as long, unless it is interrupted; false where it was. */
    public boolean pause(Duration duration) {
        try {
            context.patience().pause().of(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether nothing is regenerated any more. */
    public boolean isClosed() {
        return regenerator.isClosed();
    }

    /**
     * Lets a fragment with a source be regenerated as soon as anything that it shows is touched, on this node.
     *
     * @param render renders it in the scope that it is given, which was opened before the source is asked
     */
    public void rememberSource(Lookup lookup, Consumer<RequestScope> render) {
        context.recipes().learn(lookup.fragment().key(), render);
        Entry known = lookup.entry();
        if (known != null) {
            context.recipes().rendered(known);
        }
    }

    /** Has a fragment with a source made anew behind the readers of its stale text. */
    public void regenerateFromSource(Fragment fragment, Consumer<RequestScope> render) {
        offer(fragment.key(), () -> render.accept(renewal()));
    }

    /** The scope of a rendering behind the readers that makes the outermost fragment anew even where it is fresh. */
    RequestScope renewal() {
        return RequestScope.renewal(context.stamps());
    }

    /** False where the queue has no room for it. */
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

    /** Says that the source of a fragment failed: its old text is kept, and the next try waits. */
    public void sourceFailed(Fragment fragment, RequestScope scope, RuntimeException cause) {
        context.backoffs().failed(fragment.key(), context.now(), scope.began().asOf());
        context.listener().failed(fragment, cause);
    }

    public void regenerateTouched(Collection<Tag> tags) {
        context.recipes()
                .of(tags)
                .forEach((key, render) -> offer(key, () -> render.accept(RequestScope.regeneration(context.stamps()))));
    }

    /** How many renders could be joined now. */
    public int rendersInFlight() {
        return renderer.rendersInFlight();
    }

    private Freshness judge(Fragment fragment, @Nullable Entry entry, Lookup.Place place, long now) {
        if (entry == null) {
            return Freshness.ABSENT;
        }
        long since = differences.since(entry, fragment, now);
        long touched = context.ownTouches().seenIn(place, now);
        return Freshness.of(entry, fragment.version(), fragment.lifetime(), context.stamps(), now, since, touched);
    }

    private Lookup decide(Fragment fragment, Lookup.Place place, @Nullable Entry entry, long now) {
        Freshness freshness = judge(fragment, entry, place, now);
        if (entry == null) {
            Entry before = before(fragment, place, now);
            if (before != null) {
                boolean wanted = place.stores()
                        && regenerator.wants(fragment.key(), before.times().staleUntil(), now);
                return new Lookup(fragment, Outcome.STALE, before, "digest", wanted, place);
            }
            return new Lookup(fragment, missed(place), null, freshness.reason(), false, place);
        }
        Doll outer = place.outer();
        if (outer == null && place.scope() != null && place.scope().renews()) {
            return new Lookup(fragment, Outcome.MISS, entry, "renewed", false, place);
        }
        String reason = freshness.reason();
        boolean due = false;
        Outcome outcome = switch (freshness.verdict()) {
            case FRESH -> Outcome.HIT;
            case STALE -> place.isOfVisitor() ? Outcome.STALE : Outcome.MISS;
            case UNUSABLE -> Outcome.MISS;
        };
        if (outcome == Outcome.HIT && outer != null && isNearlyDue(entry, fragment, now)) {
            outcome = Outcome.MISS;
            reason = "due with the fragment around it";
        } else if (outcome == Outcome.STALE) {
            due = mayRegenerate(entry, fragment, place, now);
        } else if (outcome == Outcome.HIT && fragment.lifetime().early().isDue(entry.times(), now, context.chance())) {
            due = mayRegenerate(entry, fragment, place, now);
        } else if (outcome == Outcome.MISS && backsOff(entry, now) && mayStandIn(entry, context.stamps(), now)) {
            outcome = Outcome.STALE;
            reason = "rendering failed";
        }
        return new Lookup(fragment, outcome == Outcome.MISS ? missed(place) : outcome, entry, reason, due, place);
    }

    /** The text of an earlier deployment, if nothing but the digest speaks against it. */
    private @Nullable Entry before(Fragment fragment, Lookup.Place place, long now) {
        if (!place.isOfVisitor()) {
            return null;
        }
        for (Key key : fragment.before().get()) {
            Entry entry = context.store().read(key);
            if (judge(fragment, entry, place, now).verdict() != Freshness.Verdict.UNUSABLE) {
                return entry;
            }
        }
        return null;
    }

    private boolean mayRegenerate(Entry entry, Fragment fragment, Lookup.Place place, long now) {
        return place.stores()
                && !backsOff(entry, now)
                && !context.unstorable().holds(fragment.key())
                && regenerator.wants(fragment.key(), shownUntil(entry, fragment), now);
    }

    private boolean backsOff(Entry entry, long now) {
        return context.backoffs().holds(entry, now, context.stamps());
    }

    /** When the next reader of an entry would have to wait: after a change, sooner than by age. */
    private long shownUntil(Entry entry, Fragment fragment) {
        long touch = entry.snapshots().lastTouch(context.stamps());
        long byAge = entry.times().staleUntil();
        return touch == Stamps.NEVER
                ? byAge
                : Math.min(byAge, touch + Micros.of(fragment.lifetime().staleAfterTouch()));
    }

    /** A request that must not store renders as if there were no cache. */
    private static Outcome missed(Lookup.Place place) {
        return place.stores() ? Outcome.MISS : Outcome.BYPASS;
    }

    /** Whether an entry may be shown because rendering fails. */
    static boolean mayStandIn(Entry entry, Stamps stamps, long now) {
        return now < entry.times().keepUntil() && !entry.snapshots().expired(stamps);
    }

    /**
     * Whether an inner entry is in the last share of its freshness, the share by which jitter may end it. While the
     * fragment around it is made anew it is made anew too, or an outer one of fifty would be due fifty times.
     */
    private static boolean isNearlyDue(Entry entry, Fragment fragment, long now) {
        Lifetime lifetime = fragment.lifetime();
        long share = (long) (Micros.of(lifetime.fresh()) * lifetime.jitter());
        return entry.times().freshUntil() - now < share;
    }
}
