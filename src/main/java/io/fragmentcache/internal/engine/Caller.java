package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Freshness;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Stamps;
import org.jspecify.annotations.Nullable;

/**
 * What a caller knows that asks for a fragment that must be rendered: by this, what another renders is good enough or
 * not.
 *
 * @param fragment what is asked for
 * @param moment from before the data of the caller was read
 * @param lastTouch of the fragment's own tags, when it was asked for
 * @param seen the last touch that the caller made
 */
record Caller(Fragment fragment, ReadPoint moment, long lastTouch, long seen) {
    static Caller of(Fragment fragment, ReadPoint moment, Stamps stamps, long seen) {
        long last = stamps.of(Tag.EVERYTHING);
        for (Tag tag : fragment.tags().get()) {
            last = Math.max(last, stamps.of(tag));
        }
        return new Caller(fragment, moment, last, seen);
    }

    /**
     * Whether a flight will bring what the caller may be shown: nothing older than the last change, or than what the caller
     * could make, whose data was read before that change too. Otherwise all who began before a change would render, one
     * beside the other. Who made the change, and knows it is made, is never shown what is older.
     */
    boolean mayJoin(Flight flight) {
        long needed = Math.max(seen, Math.min(lastTouch, moment.asOf()));
        return flight.moment().asOf() >= needed && flight.brings(fragment.version());
    }

    /**
     * Whether what a flight brought is as good as what the caller would make. A touch since the caller came does not matter;
     * but only the last stamp of a tag is known, and behind it may hide one from before. So it must be untouched, or the
     * flight must have begun when the caller did or later, or with nothing touched between the two.
     */
    boolean accepts(Entry brought, Flight flight, Stamps stamps) {
        if (brought.snapshots().touchedBefore(stamps, seen)) {
            return false;
        }
        long began = flight.moment().asOf();
        return began >= moment.asOf()
                || began >= moment.latest()
                || brought.snapshots().touched(stamps).isEmpty();
    }

    /** Whether it is fresh for this caller. */
    boolean isFresh(@Nullable Entry entry, Stamps stamps, long now) {
        Freshness freshness = Freshness.of(entry, fragment.version(), fragment.lifetime(), stamps, now, now, seen);
        return freshness.verdict() == Freshness.Verdict.FRESH;
    }
}
