package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Key;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is being rendered now, at most one flight to join for each key. Thread-safe; nothing waits in here. */
final class Flights {
    @Bound("the threads that render, and the rows that they hold")
    private final ConcurrentHashMap<Key, Flight> flights = new ConcurrentHashMap<>();

    private final long limit;

    /** @param limit microseconds after which a flight is given up for lost */
    Flights(long limit) {
        this.limit = limit;
    }

    /**
     * Starts a flight, unless one is there that serves. One that does not serve, because it began before a change that the
     * asker knows of, goes on beside the new one, and is joined no more.
     *
     * @param lost told a flight that is given up
     * @return the one to join; null where {@code mine} has started
     */
    @Nullable Flight startOr(Flight mine, Predicate<Flight> serves, Consumer<Flight> lost) {
        Key key = mine.fragment().key();
        while (true) {
            Flight other = flights.putIfAbsent(key, mine);
            if (other == null) {
                return null;
            }
            boolean overdue = mine.started() >= other.started() + limit;
            if (other.isOwn() || (!overdue && serves.test(other))) {
                return other;
            }
            if (flights.replace(key, other, mine)) {
                if (overdue) {
                    lost.accept(other);
                }
                return null;
            }
        }
    }

    /** To be called before it lands, so that no request joins what has landed; and again in any case. */
    void remove(Flight flight) {
        flights.remove(flight.fragment().key(), flight);
    }

    /** Takes the flight of this key out if it is overdue. */
    @Nullable Flight takeOverdue(Key key, long now) {
        Flight flight = flights.get(key);
        boolean overdue = flight != null && now >= flight.started() + limit;
        return overdue && flights.remove(key, flight) ? flight : null;
    }

    int size() {
        return flights.size();
    }
}
