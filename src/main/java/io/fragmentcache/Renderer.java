package io.fragmentcache;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Renders: one flight for each key, which those who ask meanwhile join. Never inside a method of a map, since nested
 * fragments come back here. Thread-safe.
 */
final class Renderer {
    /** What a renderer shares with the rest of the engine. */
    record Parts(
            SafeStore store,
            Stamps stamps,
            InstantSource clock,
            Chance chance,
            Backoffs backoffs,
            Listener listener,
            long joinerWaitsMillis,
            int largestText) {}

    private final Parts parts;
    private final ConcurrentHashMap<Key, Flight> flights = new ConcurrentHashMap<>();

    Renderer(Parts parts) {
        this.parts = parts;
    }

    /** Renders for the one who asks, or shows what another's flight brings. */
    Body.Text render(Lookup missed, Body body) {
        Fragment fragment = missed.fragment();
        RequestScope scope = missed.place().scope();
        Doll outer = missed.place().outer();
        Supplier<Moment> moment = () -> moment(scope, outer);
        for (int joined = 0; joined < 2; joined++) {
            Flight mine = new Flight(fragment.version(), moment.get());
            Flight other = flights.putIfAbsent(fragment.key(), mine);
            if (other == null) {
                return fly(mine, missed, body);
            }
            if (other.isOwn()) {
                break;
            }
            if (!other.serves(fragment, lastTouch(fragment))) {
                // It began before a change that this asker knows of: the next generation starts beside it.
                if (flights.replace(fragment.key(), other, mine)) {
                    return fly(mine, missed, body);
                }
                continue;
            }
            Flight.Landing landing = other.await(parts.joinerWaitsMillis);
            if (landing instanceof Flight.Landing.Failed failed) {
                return standIn(missed, failed.cause());
            }
            Entry brought = Flight.entryOf(landing);
            if (brought == null) {
                break;
            }
            // A touch since then may hide one from before this asker came: a tag's last stamp is all that is known.
            if (brought.snapshots().touched(parts.stamps).isEmpty()) {
                adopt(outer, brought);
                return textOf(brought);
            }
        }
        return alone(missed, body, moment.get());
    }

    /** Renders behind the readers. What it throws is told to the listener. */
    void regenerate(Fragment fragment, Body body, Moment moment) {
        Flight mine = new Flight(fragment.version(), moment);
        if (flights.putIfAbsent(fragment.key(), mine) != null) {
            return;
        }
        try {
            Doll doll = new Doll(null, fragment, moment, true);
            Entry entry = take(mine, doll, body);
            parts.listener.regenerated(entry, fragment);
        } catch (RuntimeException | Error e) {
            fail(mine, fragment, e);
        } finally {
            flights.remove(fragment.key(), mine);
        }
    }

    private Body.Text fly(Flight mine, Lookup missed, Body body) {
        Fragment fragment = missed.fragment();
        Doll outer = missed.place().outer();
        try {
            Entry meanwhile = storedMeanwhile(missed);
            if (meanwhile != null) {
                mine.land(new Flight.Landing.Shared(meanwhile));
                adopt(outer, meanwhile);
                return textOf(meanwhile);
            }
            RequestScope scope = missed.place().scope();
            Doll doll = new Doll(outer, fragment, mine.moment(), scope != null && scope.renews());
            Entry entry = take(mine, doll, within(scope, body));
            adopt(outer, entry);
            parts.listener.rendered(entry, fragment);
            return textOf(entry);
        } catch (RuntimeException | Error e) {
            fail(mine, fragment, e);
            return standIn(missed, e);
        } finally {
            flights.remove(fragment.key(), mine);
        }
    }

    /** Renders, stores if that may be, then lands the flight: in this order, or a late asker would render again. */
    private Entry take(Flight mine, Doll doll, Body body) {
        long started = now();
        Body.Text text = body.render(doll);
        if (text.text().length() > parts.largestText) {
            doll.refuse("its text is longer than " + parts.largestText + " characters");
        }
        long ended = now();
        Entry entry = doll.close(text, ended, ended - started, parts.chance);
        Fragment fragment = doll.fragment();
        if (doll.refusals().isEmpty()) {
            parts.store.write(entry);
            parts.backoffs.succeeded(fragment.key());
            mine.land(new Flight.Landing.Shared(entry));
        } else {
            doll.refusals().forEach(reason -> parts.listener.refused(fragment.locator(), reason));
            mine.land(new Flight.Landing.Refused());
        }
        return entry;
    }

    /** Renders without storing and without letting others join: they wait too long, or for themselves. */
    private Body.Text alone(Lookup missed, Body body, Moment moment) {
        Doll outer = missed.place().outer();
        Doll doll = new Doll(outer, missed.fragment(), moment, false);
        Body.Text text = within(missed.place().scope(), body).render(doll);
        adopt(outer, doll.close(text, now(), 0, parts.chance));
        return text;
    }

    /** The body, with the fragment known to the request's scope while it is rendered. */
    private static Body within(@Nullable RequestScope scope, Body body) {
        if (scope == null) {
            return body;
        }
        return doll -> {
            scope.enter(doll);
            try {
                return body.render(doll);
            } finally {
                scope.leave();
            }
        };
    }

    private void fail(Flight mine, Fragment fragment, Throwable cause) {
        mine.land(new Flight.Landing.Failed(cause));
        parts.backoffs.failed(fragment.key(), now(), parts.stamps);
        parts.listener.failed(fragment, cause);
    }

    /** The old text, where there is one that may be shown when rendering fails; else the error, as without a cache. */
    private Body.Text standIn(Lookup missed, Throwable cause) {
        Entry old = missed.entry();
        if (old == null || cause instanceof VirtualMachineError || !Engine.mayStandIn(old, parts.stamps, now())) {
            if (cause instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) cause;
        }
        Doll outer = missed.place().outer();
        if (outer != null) {
            outer.adoptStale(old, now());
        }
        return textOf(old);
    }

    private Moment moment(@Nullable RequestScope scope, @Nullable Doll outer) {
        if (outer != null) {
            return Moment.since(outer.moment().asOf(), parts.stamps);
        }
        return scope == null ? Moment.now(parts.stamps) : Moment.since(scope.began(), parts.stamps);
    }

    private @Nullable Entry storedMeanwhile(Lookup missed) {
        Entry seen = missed.entry();
        Entry entry = seen == null ? parts.store.read(missed.fragment().key()) : parts.store.readNewer(seen);
        if (entry == null) {
            return null;
        }
        boolean good = entry.snapshots().touched(parts.stamps).isEmpty()
                && entry.version().orderTo(missed.fragment().version()) != Version.Order.OUTDATED
                && now() < entry.times().freshUntil();
        return good ? entry : null;
    }

    private long lastTouch(Fragment fragment) {
        long last = parts.stamps.of(Tag.EVERYTHING);
        for (Tag tag : fragment.tags().get()) {
            last = Math.max(last, parts.stamps.of(tag));
        }
        return last;
    }

    private static void adopt(@Nullable Doll outer, Entry entry) {
        if (outer != null) {
            outer.adopt(entry);
        }
    }

    private static Body.Text textOf(Entry entry) {
        return new Body.Text(entry.text(), entry.holes());
    }

    private long now() {
        return Micros.of(parts.clock.instant());
    }
}
