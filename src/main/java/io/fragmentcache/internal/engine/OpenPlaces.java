package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.Bound;
import org.jspecify.annotations.Nullable;

/**
 * Where each thread is: in which request, and inside which fragment that it renders. For texts that are asked for without a
 * page at hand. Thread-safe; a thread that has ended its request is nowhere.
 */
final class OpenPlaces {
    @SuppressWarnings(
            "ThreadLocalUsage") // One for each cache: two caches of one application know nothing of each other.
    @Bound("one place for each thread, until its request ends")
    private final ThreadLocal<Lookup.Place> here = new ThreadLocal<>();

    /** The calling thread serves this request from now on. */
    void begin(RequestScope scope) {
        here.set(new Lookup.Place(null, scope));
    }

    void end() {
        here.remove();
    }

    /** Where the calling thread is. */
    Lookup.Place here() {
        Lookup.Place place = here.get();
        return place == null ? Lookup.Place.NOWHERE : place;
    }

    /** The body, while whose rendering the calling thread is inside of what is open. */
    Body inside(Body body, @Nullable RequestScope scope) {
        return doll -> {
            Lookup.Place before = here.get();
            here.set(new Lookup.Place(doll, scope));
            try {
                return body.render(doll);
            } finally {
                if (before == null) {
                    here.remove();
                } else {
                    here.set(before);
                }
            }
        };
    }
}
