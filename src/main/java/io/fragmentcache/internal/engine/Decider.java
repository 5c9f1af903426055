package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Freshness;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.background.Regenerator;
import io.fragmentcache.internal.memory.Moments;
import io.fragmentcache.key.Key;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import org.jspecify.annotations.Nullable;

/** Decides what a look-up does with what the store holds. Changes nothing. Thread-safe. */
final class Decider {
    private final EngineContext context;
    private final Regenerator regenerator;
    private final VersionMismatches mismatches;

    Decider(EngineContext context, Regenerator regenerator) {
        this.context = context;
        this.regenerator = regenerator;
        this.mismatches = new VersionMismatches(context);
    }

    Lookup decide(Fragment fragment, Lookup.Place place, @Nullable Entry entry, long now) {
        if (entry == null) {
            return absent(fragment, place, now);
        }
        Doll outer = place.outer();
        if (outer == null && place.scope() != null && place.scope().renews()) {
            return new Lookup(fragment, Outcome.MISS, entry, "renewed", false, place);
        }
        Freshness freshness = judge(fragment, entry, place, now);
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
        } else if (outcome == Outcome.STALE
                && place.stores()
                && context.confined().holds(fragment.locator())) {
            outcome = Outcome.MISS;
            reason = reason + ", and its data belongs to the request";
        } else if (outcome == Outcome.STALE) {
            due = mayRegenerate(entry, fragment, place, now);
        } else if (outcome == Outcome.HIT && fragment.lifetime().early().isDue(entry, now, context.randomness())) {
            due = mayRegenerate(entry, fragment, place, now);
        } else if (outcome == Outcome.MISS
                && backsOff(entry, now)
                && Freshness.mayStandIn(entry, context.stamps(), now)) {
            outcome = Outcome.STALE;
            reason = "rendering failed";
        }
        return new Lookup(fragment, outcome == Outcome.MISS ? missed(place) : outcome, entry, reason, due, place);
    }

    private Lookup absent(Fragment fragment, Lookup.Place place, long now) {
        Entry before = before(fragment, place, now);
        if (before == null) {
            return new Lookup(fragment, missed(place), null, Freshness.ABSENT.reason(), false, place);
        }
        boolean due = place.stores() && regenerator.wants(fragment.key(), before.staleUntil(), now);
        return new Lookup(fragment, Outcome.STALE, before, "digest", due, place);
    }

    /** The text of an earlier deployment, if nothing but the digest speaks against it. */
    private @Nullable Entry before(Fragment fragment, Lookup.Place place, long now) {
        if (!place.isOfVisitor()) {
            return null;
        }
        for (Key key : fragment.before().get()) {
            Entry entry = context.own(fragment, context.store().read(key));
            if (entry != null && judge(fragment, entry, place, now).verdict() != Freshness.Verdict.UNUSABLE) {
                return entry;
            }
        }
        return null;
    }

    private Freshness judge(Fragment fragment, Entry entry, Lookup.Place place, long now) {
        long since = mismatches.since(entry, fragment, now);
        long touched = context.ownTouches().seenIn(place, now);
        return Freshness.of(entry, fragment.version(), fragment.lifetime(), context.stamps(), now, since, touched);
    }

    private boolean mayRegenerate(Entry entry, Fragment fragment, Lookup.Place place, long now) {
        return place.stores()
                && !backsOff(entry, now)
                && !context.recentlyNotStored().holds(fragment.key(), context.moments())
                && !context.confined().holds(fragment.locator())
                && regenerator.wants(fragment.key(), shownUntil(entry, fragment, context.stamps()), now);
    }

    private boolean backsOff(Entry entry, long now) {
        return context.backoffs().holds(entry, new Moments(now, context.elapsed()), context.stamps());
    }

    /** When the next reader of an entry would have to wait: after a change, sooner than by age. */
    static long shownUntil(Entry entry, Fragment fragment, Stamps stamps) {
        long touch = entry.snapshots().lastTouch(stamps);
        long byAge = entry.staleUntil();
        return touch == Stamps.NEVER
                ? byAge
                : Math.min(byAge, touch + Micros.of(fragment.lifetime().staleAfterTouch()));
    }

    /** A request that must not store renders as if there were no cache. */
    private static Outcome missed(Lookup.Place place) {
        return place.stores() ? Outcome.MISS : Outcome.BYPASS;
    }

    /**
     * Whether an inner entry is in the last share of its freshness, the share by which jitter may end it. While the
     * fragment around it is regenerated it is regenerated too, or an outer fragment of fifty would be due fifty times.
     */
    private static boolean isNearlyDue(Entry entry, Fragment fragment, long now) {
        Lifetime lifetime = fragment.lifetime();
        long share = (long) (Micros.of(lifetime.fresh()) * lifetime.jitter());
        return entry.freshUntil() - now < share;
    }
}
