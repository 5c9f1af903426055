package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Durations;
import io.fragmentcache.internal.memory.Moments;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Version;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.RenderEnd;
import io.fragmentcache.spi.RenderStarted;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Renders one flight, stores what it brings, and lands it. Thread-safe. */
final class Rendering {
    private final EngineContext context;
    private final Flights flights;

    Rendering(EngineContext context, Flights flights) {
        this.context = context;
        this.flights = flights;
    }

    /**
     * Renders, stores if that may be, then lands the flight: in this order, or a late asker would render again.
     *
     * @param batch which stores and lands later; null where that is done at once
     * @return what was rendered, or a newer one that was stored meanwhile
     */
    Entry run(Flight mine, Doll doll, Body body, @Nullable Batch batch, boolean inBackground) {
        if (!context.listener().hears()) {
            return run(mine, doll, body, batch);
        }
        Locator outer = doll.outer().map(around -> around.fragment().locator()).orElse(null);
        Locator locator = doll.fragment().locator();
        RenderEnd end = context.listener().renderStarted(new RenderStarted(locator, inBackground, outer));
        try {
            Entry entry = run(mine, doll, body, batch);
            end.ended(doll.isRemembered(), null);
            return entry;
        } catch (Throwable e) {
            boolean isFailure = !RenderingEnds.isBehind(e) && doll.confined() == null;
            end.ended(false, isFailure ? e : null);
            throw e;
        }
    }

    private Entry run(Flight mine, Doll doll, Body body, @Nullable Batch batch) {
        long started = context.now();
        mine.renders(doll);
        Body.Text text = body.render(doll);
        if (text.finished().length() > context.largestText()) {
            doll.refuse("its text is longer than " + context.largestText() + " characters");
        }
        boolean uncommitted = doll.isUncommitted() || context.uncommitted().here();
        if (uncommitted) {
            doll.showsUncommitted();
            doll.refuse("it may show changes of a transaction that is not committed");
        }
        long ended = context.now();
        doll.settle(context.stamps(), context.replicaLag());
        Entry entry = doll.close(text, ended, ended - started, context.randomness());
        if (entry.keepUntil() <= ended) {
            doll.refuse("what it shows has reached its end of life (cache:until)");
        }
        Fragment fragment = doll.fragment();
        context.holeTemplates().rendered(fragment, entry.holes());
        if (!doll.refusals().isEmpty()) {
            doll.refusals().forEach(reason -> context.listener().notStored(new NotStored(fragment.locator(), reason)));
            if (!uncommitted && doll.unheld().isEmpty()) {
                context.recentlyNotStored().add(fragment.key(), context.moments());
            }
            doll.learn();
            land(mine, new Flight.Landing.Refused());
            return entry;
        }
        context.renderTimes().put(fragment.locator(), ended - started);
        context.recentlyNotStored().remove(fragment.key());
        context.failures().succeeded(fragment.key());
        context.backoffs().succeeded(fragment.key());
        if (batch != null) {
            // Nearly always true, and asked for before it is known.
            doll.remembered();
            batch.hold(entry, doll, mine, context.elapsed());
            return entry;
        }
        // The stores keep the newer of two: what comes late, even after it was given up, does no harm.
        Store.Written written = context.store().write(entry);
        if (written == Store.Written.STORED) {
            doll.remembered();
        }
        return landed(mine, doll, entry, written);
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
        List<Store.Written> written = context.store()
                .writeAll(rendered.stream().map(Batch.Held::entry).toList());
        for (int i = 0; i < rendered.size(); i++) {
            Batch.Held each = rendered.get(i);
            Entry shown = landed(each.flight(), each.doll(), each.entry(), written.get(i));
            if (!shown.equals(each.entry())) {
                each.doll().outer().ifPresent(outer -> {
                    outer.adopt(shown);
                    if (!each.entry().facts().containsAll(shown.facts())) {
                        // Which tags around set them cannot be told any more.
                        outer.refuse("it shows '" + each.doll().fragment().locator() + "' of another process");
                    }
                });
                kept.accept(each.entry(), shown);
            }
        }
    }

    /** Hands to those who wait what was rendered, or a newer one that was stored meanwhile. */
    private Entry landed(Flight mine, Doll doll, Entry entry, Store.Written written) {
        Entry kept = written == Store.Written.NEWER_PRESENT ? newer(doll, entry) : entry;
        context.sourcedRenders().grown(mine.fragment().key(), kept.key());
        context.sourcedRenders().rendered(kept);
        if (doll.isOwn()) {
            // Stored under the key that holds what was read too: those who wait look up again.
            doll.learn();
            land(mine, new Flight.Landing.Refused());
        } else {
            land(mine, new Flight.Landing.Shared(kept));
        }
        return kept;
    }

    /** Lands a flight with the entry of another thread or process. */
    void land(Flight mine, Entry brought) {
        land(mine, new Flight.Landing.Shared(brought));
    }

    /** Takes the flight out before it lands: a request that refuses what it brought must not find it again. */
    boolean land(Flight mine, Flight.Landing how) {
        flights.remove(mine);
        return mine.land(how);
    }

    /** Of a rendering that read what its key does not hold: its error is for its own asker, and is not remembered. */
    void failedAlone(Flight mine, Doll doll, Throwable cause) {
        doll.learn();
        land(mine, new Flight.Landing.Refused());
        context.tellFailed(mine.fragment(), cause);
    }

    /** Of a rendering without a request that asked for more than it was given: the next reader renders, and knows more. */
    void ended(Flight mine, @Nullable Doll doll) {
        if (doll != null) {
            doll.learn();
        }
        land(mine, new Flight.Landing.Refused());
    }

    /**
     * Lands a flight whose rendering threw. What was refused to be shared before is one visitor's, and so is its error: it
     * is not told to others, and requests that wait render for themselves.
     */
    void failed(Flight mine, Throwable cause) {
        if (mine.isRefused()) {
            context.recentlyNotStored().add(mine.fragment().key(), context.moments());
            land(mine, new Flight.Landing.Refused());
        } else if (land(mine, new Flight.Landing.Failed(cause))) {
            remember(mine, cause);
        }
        context.tellFailed(mine.fragment(), cause);
    }

    /**
     * A rendering that takes too long: requests no longer wait for it, and what it brings late is stored if it is
     * newer.
     */
    void lost(Flight flight) {
        if (land(flight, new Flight.Landing.Lost())) {
            long asOf = flight.moment().asOf();
            context.backoffs().failed(flight.fragment().key(), asOf, context.moments());
            String locator = flight.fragment().locator().toString();
            Problem cause = Problem.renderingHangs(
                    locator, Durations.readable(context.timeouts().render()));
            context.tellFailed(flight.fragment(), cause);
        }
    }

    /** Tells that a text was rendered, once it is known whether it is stored. */
    void tellRendered(Doll doll, Entry entry, boolean inBackground) {
        if (context.listener().hears()) {
            Duration duration = Micros.toDuration(entry.cost());
            context.listener()
                    .rendered(new Rendered(
                            doll.fragment().locator(),
                            entry,
                            inBackground,
                            duration,
                            doll.isRemembered(),
                            doll.outer()
                                    .map(outer -> outer.fragment().locator())
                                    .orElse(null)));
        }
    }

    private void remember(Flight flight, Throwable cause) {
        // A touch after this snapshot may be the correction, even if it came before the failure.
        long asOf = flight.moment().asOf();
        Moments now = context.moments();
        int inARow = context.backoffs().failed(flight.fragment().key(), asOf, now);
        context.failures().add(flight.fragment(), inARow, asOf, cause, now);
    }

    /**
     * Born later does not mean made of younger data: a request that began long ago may have asked only now. So what was
     * touched since is not taken for this one.
     */
    private Entry newer(Doll doll, Entry mine) {
        Entry found = context.own(doll.fragment(), context.store().readNewer(mine));
        boolean better = found != null
                && doll.takes(found)
                && found.snapshots().touched(context.stamps()).isEmpty()
                && found.version().orderTo(mine.version()) != Version.Order.OUTDATED;
        return found != null && better ? found : mine;
    }
}
