package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.Survivable;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders in the background: a failure is told to the listener, and no visitor sees it. Thread-safe. */
final class Regeneration {
    private final EngineContext context;
    private final Flights flights;
    private final Rendering rendering;
    private final Leases leases;

    Regeneration(EngineContext context, Flights flights, Rendering rendering, Leases leases) {
        this.context = context;
        this.flights = flights;
        this.rendering = rendering;
        this.leases = leases;
    }

    /** False where another process is at it. */
    boolean run(Fragment fragment, Body body, ReadPoint moment) {
        Optional<Lease> lease = leases.ask(fragment);
        if (lease.isEmpty()) {
            return false;
        }
        try (Lease held = lease.get()) {
            fly(new Flight(fragment, moment, context.elapsed()), body);
        }
        return true;
    }

    private void fly(Flight mine, Body body) {
        // Any flight for this key brings what this one would: none is too old for readers of a stale text.
        if (flights.startOr(mine, other -> true, rendering::lost) != null) {
            return;
        }
        Fragment fragment = mine.fragment();
        Doll doll = new Doll(null, fragment, mine.moment(), true);
        try {
            Entry newer = newerThan(mine);
            if (newer != null) {
                rendering.land(mine, newer);
                return;
            }
            Entry entry = rendering.run(mine, doll, context.places().inside(body, null), null, true);
            rendering.tellRendered(doll, entry, true);
        } catch (Throwable e) {
            if (RenderingEnds.isBehind(e) || doll.confined() != null) {
                // No fault of the template: the next reader renders it, and its key holds what was read here.
                rendering.ended(mine, doll);
            } else if (doll.isOwn()) {
                rendering.failedAlone(mine, doll, e);
            } else {
                rendering.failed(mine, e);
            }
            Survivable.check(e);
        } finally {
            if (doll.confined() != null) {
                context.confined().add(fragment.locator(), doll.confined());
            }
            flights.remove(mine);
        }
    }

    /** What a visitor, or another process, rendered while this waited: from younger data, so that this would be refused. */
    private @Nullable Entry newerThan(Flight mine) {
        Entry there = context.own(
                mine.fragment(), context.store().newest(mine.fragment().key()));
        return there != null && there.born() >= mine.moment().born() ? there : null;
    }
}
