package io.fragmentcache.freshness;

import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Stamps;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an entry may be shown, and why. Decided here, by a function of its arguments alone; obeyed elsewhere.
 *
 * @param verdict what may be done with the entry
 * @param reason why, for people: {@code age}, {@code touched Product:42}, {@code version 7→8}, {@code cut off from touches}, {@code absent}
 */
public record Freshness(Verdict verdict, String reason) {
    /** What may be done with an entry. */
    public enum Verdict {
        /** Show it. */
        FRESH,
        /** Show it, and regenerate it behind. */
        STALE,
        /** Do not show it, unless rendering fails. */
        UNUSABLE
    }

    static final String AGE = "age";

    /** Microseconds by which clocks of several nodes may differ without notice. */
    private static final long CLOCKS_DIFFER = 5_000_000;

    private static final Freshness IS_FRESH = new Freshness(Verdict.FRESH, "fresh");
    public static final Freshness ABSENT = new Freshness(Verdict.UNUSABLE, "absent");
    private static final Freshness STALE_BY_AGE = new Freshness(Verdict.STALE, AGE);
    private static final Freshness STALE_OF_THE_FUTURE = new Freshness(Verdict.STALE, "written in the future");
    private static final Freshness STALE_UNHEARD = new Freshness(Verdict.STALE, "cut off from touches");
    private static final Freshness TOUCHED_ELSEWHERE = new Freshness(Verdict.UNUSABLE, "touched by its reader");
    private static final Freshness UNUSABLE_BY_AGE = new Freshness(Verdict.UNUSABLE, AGE);

    /**
     * Judges an entry.
     *
     * @param entry what the store holds; null where it holds nothing
     * @param asked the version that the models of this request have
     * @param lifetime of the fragment: how long after a change the entry may still be shown
     * @param stamps when tags were touched
     * @param now microseconds since 1970
     * @param differsSince when an entry with another version than {@code asked} was first met; {@code now} at the first time
     */
    public static Freshness of(
            @Nullable Entry entry, Version asked, Lifetime lifetime, Stamps stamps, long now, long differsSince) {
        return of(entry, asked, lifetime, stamps, now, differsSince, Stamps.NEVER);
    }

    /**
     * Judges an entry for a visitor who made a change recently: what that change outdated is not shown to its author, even
     * while others may see it.
     *
     * @param seen the stamp of the visitor's last touch; {@link Stamps#NEVER} for most visitors
     */
    public static Freshness of(
            @Nullable Entry entry,
            Version asked,
            Lifetime lifetime,
            Stamps stamps,
            long now,
            long differsSince,
            long seen) {
        if (entry == null) {
            return ABSENT;
        }
        Optional<Snapshots.Touched> touched = entry.snapshots().touched(stamps);
        if (touched.isPresent()) {
            Optional<Tag> expired = entry.snapshots().expiredTag(stamps);
            if (expired.isPresent()) {
                return new Freshness(Verdict.UNUSABLE, "expired " + expired.get());
            }
            String reason = "touched " + touched.get().tag();
            return entry.snapshots().touchedBefore(stamps, seen)
                    ? new Freshness(Verdict.UNUSABLE, reason)
                    : changed(entry, reason, touched.get().stamp(), lifetime, now);
        }
        if (seen > stamps.latest() && entry.snapshots().anyBefore(seen)) {
            // The reader was on another node, whose touch is not known here yet, nor what it outdated.
            return TOUCHED_ELSEWHERE;
        }
        // An entry that is ahead is shown: its reader lags behind, and two nodes must not overwrite each other in
        // turns.
        if (entry.version().orderTo(asked) == Version.Order.OUTDATED) {
            return changed(entry, "version " + entry.version() + "→" + asked, differsSince, lifetime, now);
        }
        return byAge(entry, stamps, now);
    }

    /** Returns whether an entry may be shown because rendering fails. */
    public static boolean mayStandIn(Entry entry, Stamps stamps, long now) {
        return now < entry.keepUntil() && !entry.snapshots().expired(stamps);
    }

    private static Freshness changed(Entry entry, String reason, long since, Lifetime lifetime, long now) {
        // A stamp may be a little ahead of the clock, which has no finer ticks. Where it is far ahead, the clock was
        // set
        // back, and the age of the change is not known.
        long age = Math.max(0, now - since);
        boolean mayBeShown =
                since - now <= CLOCKS_DIFFER && age < Micros.of(lifetime.staleAfterTouch()) && now < entry.staleUntil();
        return new Freshness(mayBeShown ? Verdict.STALE : Verdict.UNUSABLE, reason);
    }

    private static Freshness byAge(Entry entry, Stamps stamps, long now) {
        if (entry.written() - now > CLOCKS_DIFFER) {
            // A clock was set back since, or that of another node is ahead: its age is not known.
            return now < entry.staleUntil() ? STALE_OF_THE_FUTURE : UNUSABLE_BY_AGE;
        }
        if (now < entry.freshUntil()) {
            return stamps.isBlind(entry.written(), now) ? STALE_UNHEARD : IS_FRESH;
        }
        return now < entry.staleUntil() ? STALE_BY_AGE : UNUSABLE_BY_AGE;
    }
}
