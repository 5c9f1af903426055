package io.fragmentcache;

import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Stamps;
import org.jspecify.annotations.Nullable;

/**
 * What somebody knows who asks for a fragment that must be rendered: by this, what another renders is good enough or not.
 *
 * @param fragment what is asked for
 * @param moment from before the asker's data was read
 * @param lastTouch of the fragment's own tags, when it was asked for
 * @param seen the last touch that the asker made
 */
record Asker(Fragment fragment, Moment moment, long lastTouch, long seen) {
    static Asker of(Fragment fragment, Moment moment, Stamps stamps, long seen) {
        long last = stamps.of(Tag.EVERYTHING);
        for (Tag tag : fragment.tags().get()) {
            last = Math.max(last, stamps.of(tag));
        }
        return new Asker(fragment, moment, last, seen);
    }

    /**
     * Whether a flight will bring what the asker may be shown: nothing older than the last change, or than what the asker
     * could make, whose data was read before that change too. Otherwise all who began before a change would render, one
     * beside the other. Who made the change, and knows it is made, is never shown what is older.
     */
    boolean mayJoin(Flight flight) {
        long needed = Math.max(seen, Math.min(lastTouch, moment.asOf()));
        return flight.moment().asOf() >= needed && flight.brings(fragment.version());
    }

    /**
     * Whether what a flight brought may be shown: if nothing in it was touched, or if its data was read no earlier than the
     * asker's own would be, so that rendering once more would not bring anything newer. Of a tag only the last stamp is
     * known, so one that came after the asker may hide one from before.
     */
    boolean accepts(Entry brought, Flight flight, Stamps stamps) {
        if (brought.snapshots().touchedBefore(stamps, seen)) {
            return false;
        }
        return flight.moment().asOf() >= moment.asOf()
                || brought.snapshots().touched(stamps).isEmpty();
    }

    /** Whether it may be shown to this asker without further ado. */
    boolean isFresh(@Nullable Entry entry, Stamps stamps, long now) {
        Freshness freshness = Freshness.of(entry, fragment.version(), fragment.lifetime(), stamps, now, now, seen);
        return freshness.verdict() == Freshness.Verdict.FRESH;
    }
}
