package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Freshness;
import io.fragmentcache.internal.Survivable;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import org.jspecify.annotations.Nullable;

/** One caller with a page to finish: renders, joins another's flight, or shows the old text. Used by its own thread. */
final class RenderRequest {
    private final EngineContext context;
    private final Flights flights;
    private final Rendering rendering;
    private final Leases leases;
    private final Lookup missed;
    private final Body body;
    private final @Nullable Batch batch;
    private final @Nullable Doll outer;
    private final Caller caller;
    private @Nullable Doll doll;

    RenderRequest(
            EngineContext context,
            Flights flights,
            Rendering rendering,
            Leases leases,
            Lookup missed,
            Body body,
            @Nullable Batch batch) {
        this.context = context;
        this.flights = flights;
        this.rendering = rendering;
        this.leases = leases;
        this.missed = missed;
        this.body = body;
        this.batch = batch;
        this.outer = missed.place().outer();
        long seen = context.ownTouches().seenIn(missed.place(), context.now());
        this.caller = Caller.of(missed.fragment(), moment(), context.stamps(), seen);
    }

    Caller caller() {
        return caller;
    }

    Flight flight() {
        return new Flight(missed.fragment(), moment(), context.elapsed());
    }

    /** Whether renderings have read more since the look-up, so that it is to be made again. */
    boolean isOutgrown() {
        return missed.fragment().growth().again() != null;
    }

    /** Renders for all who ask meanwhile; null if the key was outgrown before the flight began. */
    @Nullable Entry fly(Flight mine) {
        if (isOutgrown()) {
            rendering.land(mine, new Flight.Landing.Refused());
            return null;
        }
        try {
            Entry brought = storedMeanwhile();
            Leases.Turn turn = brought != null ? new Leases.Turn.Brought(brought) : turn();
            if (turn instanceof Leases.Turn.Brought other) {
                rendering.land(mine, other.entry());
                return showOfOther(other.entry());
            }
            Entry old = turn instanceof Leases.Turn.Late && context.timeouts().showsOld(true) ? old() : null;
            if (old != null) {
                rendering.land(mine, new Flight.Landing.Late());
                return showOld(old);
            }
            try (Lease lease = turn instanceof Leases.Turn.Mine held ? held.lease() : Lease.FREE) {
                return render(mine);
            }
        } catch (Throwable e) {
            return failed(mine, e);
        } finally {
            if (batch == null || !batch.holds(mine)) {
                flights.remove(mine);
            }
        }
    }

    /** Shows what another's flight brings; null where that is of no use, and another one should be looked for. */
    @Nullable Entry join(Flight other) {
        storeHeld();
        Flight.Landing landing = other.await(context.timeouts().ofJoiner(old() != null));
        if (landing instanceof Flight.Landing.Shared shared) {
            Entry brought = shown(shared.entry());
            if (brought == null || context.now() >= brought.keepUntil()) {
                return null;
            }
            return caller.accepts(brought, other, context.stamps()) ? showOfOther(brought) : null;
        }
        if (landing instanceof Flight.Landing.Refused && isOutgrown()) {
            // Its rendering read more than this key holds: with what it read, the text may be there.
            return null;
        }
        if (landing instanceof Flight.Landing.Failed failed) {
            return standIn(failed.cause());
        }
        Entry old = old();
        boolean showsOld = landing instanceof Flight.Landing.Lost
                || (landing instanceof Flight.Landing.Late && context.timeouts().showsOld(true));
        return old != null && showsOld ? showOld(old) : beside();
    }

    /** Renders without letting others join: the others take too long, or render for themselves. */
    Entry beside() {
        Flight mine = flight();
        try {
            return render(mine);
        } catch (Throwable e) {
            return failed(mine, e);
        }
    }

    private Entry failed(Flight mine, Throwable cause) {
        if (RenderingEnds.isBehind(cause)) {
            rendering.ended(mine, doll);
        } else if (doll != null && doll.isOwn()) {
            rendering.failedAlone(mine, doll, cause);
        } else {
            rendering.failed(mine, cause);
        }
        return standIn(cause);
    }

    /** Renders a fragment inside itself, which only its own caller can see the end of: nothing is stored. */
    Entry inside() {
        Doll doll = new Doll(outer, missed.fragment(), moment(), false);
        Entry entry = doll.close(bodyInScope().render(doll), context.now(), 0, context.randomness());
        adopt(entry);
        return entry;
    }

    /** The old text, where there is one that may be shown when rendering fails; else the error, as without a cache. */
    Entry standIn(Throwable cause) {
        boolean isFatal = cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError);
        Entry old = isFatal ? null : latest();
        // In the background no visitor is shown it, and the counter of failures must see this one.
        boolean isForNoVisitor = outer == null && !missed.place().isOfVisitor();
        if (old == null || isForNoVisitor || !Freshness.mayStandIn(old, context.stamps(), context.now())) {
            throw Survivable.rethrow(cause);
        }
        return showOld(old);
    }

    private Entry render(Flight mine) {
        RequestScope scope = missed.place().scope();
        Doll doll = new Doll(outer, missed.fragment(), mine.moment(), scope != null && !scope.isOfVisitor());
        this.doll = doll;
        doll.takes(body::shows);
        if (scope != null && scope.warmsUp()) {
            doll.warm();
        }
        doll.in(batch == null ? null : batch::store);
        // What another process may wait for by a lease is stored before that is given back.
        Batch holding = leases.areWorthIt(missed.fragment()) ? null : batch;
        boolean inBackground = !missed.place().isOfVisitor();
        Entry entry = rendering.run(mine, doll, bodyInScope(), holding, inBackground);
        adopt(entry);
        if (outer != null && missed.place().isForeign()) {
            // Nothing but this tells the fragment around what is read in here.
            outer.shows(doll, entry);
        }
        if (scope != null) {
            scope.tally()
                    .rendered(
                            entry,
                            outer == null,
                            doll.isRemembered(),
                            !doll.refusals().isEmpty());
        }
        rendering.tellRendered(doll, entry, inBackground);
        return entry;
    }

    private Leases.Turn turn() {
        if (!leases.areWorthIt(missed.fragment())) {
            return new Leases.Turn.Mine(Lease.FREE);
        }
        storeHeld();
        return leases.await(
                missed.fragment(), this::storedMeanwhile, context.timeouts().ofJoiner(old() != null));
    }

    /** To be called before waiting for another thread, which may be waiting for what this one holds. */
    private void storeHeld() {
        if (batch != null) {
            batch.store();
        }
        if (outer != null) {
            outer.storeHeld();
        }
    }

    /** The old entry, if this visitor may be shown it for once. Nothing stale goes into what is regenerated. */
    private @Nullable Entry old() {
        Entry old = missed.entry();
        boolean may = old != null
                && (outer == null || !outer.isRegenerated())
                && Freshness.mayStandIn(old, context.stamps(), context.now())
                && !old.snapshots().touchedBefore(context.stamps(), caller.seen());
        return may ? old : null;
    }

    /** What another thread stored since the look-up, if it is fresh. */
    @SuppressWarnings("ReferenceEquality") // The very one that was found at the look-up.
    private @Nullable Entry storedMeanwhile() {
        Entry old = missed.entry();
        Entry entry = latest();
        return entry != old && caller.isFresh(entry, context.stamps(), context.now()) ? entry : null;
    }

    /** What is stored now, wherever; at least what was found at the look-up. */
    private @Nullable Entry latest() {
        Entry old = missed.entry();
        if (old == null) {
            return shown(context.store().read(missed.fragment().key()));
        }
        Entry newer = shown(context.store().readNewer(old));
        return newer == null ? old : newer;
    }

    /** The entry, if it can be shown here at all. */
    private @Nullable Entry shown(@Nullable Entry brought) {
        Entry own = context.own(missed.fragment(), brought);
        return own != null && body.shows(own) ? own : null;
    }

    /** Shows what another thread or process rendered. */
    private Entry showOfOther(Entry entry) {
        adopt(entry);
        if (outer != null) {
            outer.shows(missed.fragment(), entry);
        }
        RequestScope scope = missed.place().scope();
        if (scope != null) {
            scope.tally().joined();
            if (outer == null) {
                scope.tally().shown(entry);
            }
        }
        return entry;
    }

    private Entry showOld(Entry old) {
        RequestScope scope = missed.place().scope();
        if (outer != null) {
            outer.adoptStale(old, context.now());
            outer.shows(missed.fragment(), old);
        } else if (scope != null) {
            scope.tally().shownStale(old, context.now());
        }
        return old;
    }

    private void adopt(Entry entry) {
        if (outer != null) {
            outer.adopt(entry);
        }
    }

    /** The body, with the fragment known to the request's scope while it is rendered. */
    private Body bodyInScope() {
        RequestScope scope = missed.place().scope();
        Body inside = context.places().inside(body, scope);
        if (scope == null) {
            return inside;
        }
        return doll -> {
            scope.enter(doll);
            try {
                return inside.render(doll);
            } finally {
                scope.leave();
            }
        };
    }

    private ReadPoint moment() {
        if (outer != null) {
            return outer.moment().again(context.stamps());
        }
        RequestScope scope = missed.place().scope();
        return scope == null ? ReadPoint.now(context.stamps()) : scope.began().again(context.stamps());
    }
}
