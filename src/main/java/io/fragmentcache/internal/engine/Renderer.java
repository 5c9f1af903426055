package io.fragmentcache.internal.engine;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import org.jspecify.annotations.Nullable;

/**
 * Renders for those who ask: one flight for each key, which those who ask meanwhile join. Never inside a method of a map,
 * since nested fragments come back here. Thread-safe.
 */
public final class Renderer {
    /** After as many flights that brought nothing, this request renders beside the others. */
    private static final int MOST_FLIGHTS = 2;

    /** After as many look-ups, each outgrown by what others read, this request renders beside the others. */
    private static final int MOST_LOOKUPS = 4;

    private final EngineContext context;
    private final Flights flights;
    private final Rendering rendering;
    private final Leases leases;
    private final Regeneration regeneration;

    public Renderer(EngineContext context) {
        this.context = context;
        this.flights = new Flights(Micros.of(context.timeouts().render()));
        this.rendering = new Rendering(context, flights);
        this.leases = new Leases(context);
        this.regeneration = new Regeneration(context, flights, rendering, leases);
    }

    /** For one loop. */
    Batch batch() {
        return new Batch(rendering);
    }

    /** Renders for this request, or shows what another's flight brings. */
    Entry render(Lookup missed, Body body, @Nullable Batch batch) {
        Lookup now = again(missed);
        for (int i = 0; i < MOST_LOOKUPS; i++) {
            Entry entry = attempt(request(now, body, batch), now);
            if (entry != null) {
                return entry;
            }
            now = again(now);
        }
        return request(now, body, batch).beside();
    }

    private RenderRequest request(Lookup missed, Body body, @Nullable Batch batch) {
        return new RenderRequest(context, flights, rendering, leases, missed, body, batch);
    }

    /** The look-up with the facts that renderings read meanwhile. */
    private static Lookup again(Lookup missed) {
        Fragment grown = missed.fragment().growth().again();
        return grown == null
                ? missed
                : new Lookup(grown, missed.outcome(), null, missed.reason(), false, missed.place());
    }

    /** Null if the key was outgrown meanwhile. */
    private @Nullable Entry attempt(RenderRequest request, Lookup missed) {
        Throwable known = context.failures().of(request.caller(), context.moments());
        if (known != null) {
            return request.standIn(known);
        }
        if (context.recentlyNotStored().holds(missed.fragment().key(), context.moments())) {
            return request.beside();
        }
        for (int i = 0; i < MOST_FLIGHTS; i++) {
            Flight mine = request.flight();
            Flight other = flights.startOr(mine, request.caller()::mayJoin, rendering::lost);
            if (other == null) {
                return request.fly(mine);
            }
            if (other.isOwn()) {
                return request.inside();
            }
            Entry entry = request.join(other);
            if (entry != null) {
                return entry;
            }
            if (request.isOutgrown()) {
                return null;
            }
        }
        return request.beside();
    }

    /** Renders in the background. False if another process is rendering it. */
    boolean regenerate(Fragment fragment, Body body, ReadPoint moment) {
        return regeneration.run(fragment, body, moment);
    }

    /** How many renders could be joined now. */
    int rendersInFlight() {
        return flights.size();
    }

    /** Abandons what is rendered of this key: no request waits for it any more. */
    public void giveUp(Key key) {
        Flight flight = flights.takeOverdue(key, context.elapsed());
        if (flight != null) {
            rendering.lost(flight);
        }
    }
}
