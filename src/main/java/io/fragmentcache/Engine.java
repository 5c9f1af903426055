package io.fragmentcache;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Six stops in one line: tag, key, <b>store, freshness, regenerate</b>, insert. Those who find fragments in a page, such
 * as the dialect for Thymeleaf, come with a {@link Fragment} and leave with a finished text.
 *
 * <p>Thread-safe. Nothing that goes wrong in here reaches a page, but what the fragment's own body throws.
 */
public final class Engine {
    private final SafeStore store;
    private final Stamps stamps;
    private final InstantSource clock;
    private final Renderer renderer;
    private final Regenerator regenerator;
    private final Backoffs backoffs;
    private final Differences differences;
    private final Listener listener;
    private final Settings settings;
    private final Seen seen;
    private final Recipes recipes = new Recipes();

    Engine(
            SafeStore store,
            Stamps stamps,
            InstantSource clock,
            Renderer renderer,
            Regenerator regenerator,
            Backoffs backoffs,
            Listener listener,
            Settings settings,
            Seen seen) {
        this.store = store;
        this.stamps = stamps;
        this.clock = clock;
        this.renderer = renderer;
        this.regenerator = regenerator;
        this.backoffs = backoffs;
        this.differences = new Differences();
        this.listener = listener;
        this.settings = settings;
        this.seen = seen;
    }

    /** What the application configured. */
    public Settings settings() {
        return settings;
    }

    /** Says that a fragment is asked for from now on, in this language with this beginning of its keys. */
    public void saw(Locator locator, Locale locale, KeyPrefix prefix, Lifetime lifetime) {
        seen.put(locator, locale, prefix, lifetime);
    }

    /** Opens the scope of one request, before it reads any data. */
    public RequestScope open(boolean stores) {
        return new RequestScope(stamps.seen(), stores);
    }

    /** Looks the fragment up and decides what to do. A text that is to be shown is handed to the fragment around it. */
    public Lookup lookup(Fragment fragment, Lookup.Place place) {
        long now = Micros.of(clock.instant());
        Entry entry = read(fragment, place);
        Lookup lookup = decide(fragment, place, entry, now);
        Doll outer = place.outer();
        if (outer != null && lookup.outcome() == Outcome.HIT) {
            outer.adopt(lookup.shown());
        } else if (outer != null && lookup.outcome() == Outcome.STALE) {
            outer.adoptStale(lookup.shown(), now);
        }
        if (place.scope() != null) {
            place.scope().add(lookup.outcome());
        }
        listener.lookedUp(lookup);
        return lookup;
    }

    /** Whether look-ups that follow soon should be announced to {@link #prefetch}. */
    public boolean prefetches(Lookup.Place place) {
        return store.isRemote() && place.prefetched() != null;
    }

    /** Reads these keys in one go, for look-ups in the same place that follow soon. */
    public void prefetch(Set<Key> keys, Lookup.Place place) {
        Prefetched prefetched = place.prefetched();
        if (prefetched != null) {
            prefetched.put(keys, store.readAll(keys));
        }
    }

    private @Nullable Entry read(Fragment fragment, Lookup.Place place) {
        Prefetched prefetched = place.prefetched();
        return prefetched != null && prefetched.holds(fragment.key())
                ? prefetched.take(fragment.key())
                : store.read(fragment.key());
    }

    /** Says that a fragment was rendered as if there were no cache. */
    public void bypassed(Lookup.Place place) {
        if (place.scope() != null) {
            place.scope().add(Outcome.BYPASS);
        }
    }

    /** Renders what a look-up missed, once for all who ask at the same time. Throws what the body throws. */
    public Body.Text render(Lookup missed, Body body) {
        return renderer.render(missed, body);
    }

    /**
     * Regenerates a stale entry behind its readers. Does nothing where somebody else was quicker, or the queue is full.
     *
     * @param body renders later, on another thread, when the request is gone
     */
    public void regenerate(Lookup stale, Body body) {
        RequestScope scope = stale.place().scope();
        // The body's variables were read before this moment, not when the job runs.
        Moment moment = scope == null ? Moment.now(stamps) : Moment.since(scope.began(), stamps);
        Fragment fragment = stale.fragment();
        regenerator.offer(fragment.key(), () -> renderer.regenerate(fragment, body, moment));
    }

    /** The scope of a rendering that nobody waits for: its outermost fragment is made anew, whatever the store holds. */
    public RequestScope renewal() {
        return new RequestScope(stamps.next(), true, true);
    }

    /**
     * Lets a fragment with a source be regenerated as soon as one of its models is touched.
     *
     * @param render renders it in a {@link #renewal()}
     */
    public void learn(Fragment fragment, Runnable render) {
        recipes.learn(fragment.key(), fragment.tags().get(), render);
    }

    /** Renders behind the readers; false where the queue has no room for it. */
    public boolean renew(Key key, Runnable render) {
        return regenerator.offer(key, render);
    }

    /** Says that the source of a fragment failed: its old text is kept, and the next try waits. */
    public void sourceFailed(Fragment fragment, RuntimeException cause) {
        backoffs.failed(fragment.key(), Micros.of(clock.instant()), stamps);
        listener.failed(fragment, cause);
    }

    void regenerateTouched(Collection<Tag> tags) {
        recipes.of(tags).forEach(regenerator::offer);
    }

    Freshness judge(Fragment fragment, @Nullable Entry entry, long now) {
        long since = entry == null ? now : differences.since(entry, fragment, now);
        return Freshness.of(entry, fragment.version(), fragment.lifetime(), stamps, now, since);
    }

    private Lookup decide(Fragment fragment, Lookup.Place place, @Nullable Entry entry, long now) {
        Freshness freshness = judge(fragment, entry, now);
        if (entry == null) {
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
            case STALE -> outer != null && outer.isRegenerated() ? Outcome.MISS : Outcome.STALE;
            case EXPIRED -> Outcome.MISS;
        };
        if (outcome == Outcome.HIT && outer != null && isNearlyDue(entry, fragment, now)) {
            outcome = Outcome.MISS;
            reason = "due with the fragment around it";
        } else if (outcome == Outcome.STALE) {
            due = place.stores() && regenerator.wants(fragment.key()) && !backoffs.holds(entry, now, stamps);
        } else if (outcome == Outcome.MISS && mayStandIn(entry, stamps, now) && backoffs.holds(entry, now, stamps)) {
            outcome = Outcome.STALE;
            reason = "rendering failed";
        }
        return new Lookup(fragment, outcome == Outcome.MISS ? missed(place) : outcome, entry, reason, due, place);
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
