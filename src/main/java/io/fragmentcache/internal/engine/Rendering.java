package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Durations;
import io.fragmentcache.key.Version;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Renders one flight, stores what it brings, and lands it. Thread-safe. */
final class Rendering {
    private final EngineContext parts;
    private final Flights flights;

    Rendering(EngineContext parts, Flights flights) {
        this.parts = parts;
        this.flights = flights;
    }

    /**
     * Renders, stores if that may be, then lands the flight: in this order, or a late asker would render again.
     *
     * @param batch which stores and lands later; null where that is done at once
     * @return what was rendered, or a newer one that was stored meanwhile
     */
    Entry run(Flight mine, Doll doll, Body body, @Nullable Batch batch) {
        long started = parts.now();
        Body.Text text = body.render(doll);
        if (text.text().length() > parts.largestText()) {
            doll.refuse("its text is longer than " + parts.largestText() + " characters");
        }
        long ended = parts.now();
        doll.settle(parts.stamps(), parts.settle());
        Entry entry = doll.close(text, ended, ended - started, parts.chance());
        Fragment fragment = doll.fragment();
        if (!doll.refusals().isEmpty()) {
            doll.refusals().forEach(reason -> parts.listener().refused(fragment.locator(), reason));
            parts.unstorable().add(fragment.key());
            land(mine, new Flight.Landing.Refused());
            return entry;
        }
        parts.costs().put(fragment.locator(), ended - started);
        parts.unstorable().remove(fragment.key());
        parts.failures().succeeded(fragment.key());
        parts.backoffs().succeeded(fragment.key());
        if (batch != null) {
            // Nearly always true, and asked for before it is known.
            doll.remembered();
            batch.hold(entry, doll, mine);
            return entry;
        }
        // The stores keep the newer of two: what comes late, even after it was given up, does no harm.
        Store.Written written = parts.store().write(entry);
        if (written == Store.Written.STORED) {
            doll.remembered();
        }
        return landed(mine, entry, written);
    }

    /**
     * Stores all these in one go, then lands each.
     *
     * @param kept is told what is to be shown in place of what, where a newer one was there
     */
    void store(List<Batch.Held> rendered, BiConsumer<Entry, Entry> kept) {
        if (rendered.isEmpty()) {
            return;
        }
        List<Store.Written> written =
                parts.store().writeAll(rendered.stream().map(Batch.Held::entry).toList());
        for (int i = 0; i < rendered.size(); i++) {
            Batch.Held each = rendered.get(i);
            Entry shown = landed(each.flight(), each.entry(), written.get(i));
            if (!shown.equals(each.entry())) {
                each.doll().outer().ifPresent(outer -> outer.adopt(shown));
                kept.accept(each.entry(), shown);
            }
        }
    }

    /** Hands to those who wait what was rendered, or a newer one that was stored meanwhile. */
    private Entry landed(Flight mine, Entry entry, Store.Written written) {
        Entry kept = written == Store.Written.NEWER_PRESENT ? newer(entry) : entry;
        parts.recipes().rendered(kept);
        land(mine, new Flight.Landing.Shared(kept));
        return kept;
    }

    /** Lands a flight with somebody else's entry. */
    void land(Flight mine, Entry brought) {
        land(mine, new Flight.Landing.Shared(brought));
    }

    /** Takes the flight out before it lands: whoever does not like what it brought must not find it again. */
    boolean land(Flight mine, Flight.Landing how) {
        flights.remove(mine);
        return mine.land(how);
    }

    void failed(Flight mine, Throwable cause) {
        if (land(mine, new Flight.Landing.Failed(cause))) {
            remember(mine, cause);
        }
        parts.listener().failed(mine.fragment(), cause);
    }

    /** A rendering that takes too long: nobody waits for it any more, and what it brings late is stored if it is newer. */
    void lost(Flight flight) {
        if (land(flight, new Flight.Landing.Lost())) {
            long asOf = flight.moment().asOf();
            parts.backoffs().failed(flight.fragment().key(), parts.now(), asOf);
            String locator = flight.fragment().locator().toString();
            Problem cause = Problem.renderingHangs(
                    locator, Durations.readable(parts.patience().render()));
            parts.listener().failed(flight.fragment(), cause);
        }
    }

    private void remember(Flight flight, Throwable cause) {
        // A touch after this snapshot may be the mending, even if it came before the failure.
        long asOf = flight.moment().asOf();
        int inARow = parts.backoffs().failed(flight.fragment().key(), parts.now(), asOf);
        parts.failures().add(flight.fragment(), inARow, asOf, cause);
    }

    /**
     * Born later does not mean made of younger data: a request that began long ago may have asked only now. So what was
     * touched since is not taken for this one.
     */
    private Entry newer(Entry mine) {
        Entry found = parts.store().readNewer(mine);
        boolean better = found != null
                && found.snapshots().touched(parts.stamps()).isEmpty()
                && found.version().orderTo(mine.version()) != Version.Order.OUTDATED;
        return found != null && better ? found : mine;
    }
}
