package io.fragmentcache.internal.engine;

import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Snapshots;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of the look-ups of one request, and what its page depends on beside its address. Times are microseconds
 * since 1970. Used by the thread that serves the request.
 */
public final class Tally {
    /** Beginnings of the names of facts that are one visitor's. */
    private static final List<String> OF_VISITOR = List.of(
            "session.",
            "value of session.",
            "presence of session.",
            "cookie.",
            "principal",
            "authentication",
            "role.",
            "personal ");

    private final int[] counts = new int[Outcome.values().length];
    private final Set<String> varies = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable List<Snapshots> tagged;
    private long freshUntil = Micros.FOREVER;
    private long staleUntil = Micros.FOREVER;
    private long keepUntil = Micros.FOREVER;
    private long saved;
    private long spent;
    private boolean dated;
    private boolean stored;
    private boolean collapsed;
    private boolean unremembered;
    private boolean ofVisitor;
    private boolean holed;
    private boolean keying;

    Tally() {}

    /** How many look-ups ended so. */
    public int count(Outcome outcome) {
        return counts[outcome.ordinal()];
    }

    /** Whether the page asked for any fragment. */
    public boolean any() {
        return count(Outcome.HIT) + count(Outcome.STALE) + count(Outcome.MISS) + count(Outcome.BYPASS) > 0;
    }

    /** Whether it is known how long the outermost fragments are good; not where all were bypassed. */
    public boolean isDated() {
        return dated;
    }

    /** Has the tags of all that is shown gathered from now on. */
    public void gatherTags() {
        tagged = new ArrayList<>();
    }

    void dropTags() {
        tagged = null;
    }

    /** What has the tags of the outermost fragments, and so of those inside them; empty if they are not gathered. */
    public List<Snapshots> tagged() {
        return tagged == null ? List.of() : List.copyOf(tagged);
    }

    /** When the first of the outermost fragments is no longer fresh: in the past where a stale one was shown. */
    public long freshUntil() {
        return freshUntil;
    }

    /** Until when all outermost fragments may be shown while they are regenerated. */
    public long staleUntil() {
        return staleUntil;
    }

    /** Until when all outermost fragments may be shown if regenerating them fails. */
    public long keepUntil() {
        return keepUntil;
    }

    /** What the fragments that were shown from the store once took to render. */
    public long saved() {
        return saved;
    }

    /** What the fragments that were rendered took. */
    public long spent() {
        return spent;
    }

    /** Whether anything was stored. */
    public boolean stored() {
        return stored;
    }

    /** Whether the page waited for what another one rendered. */
    public boolean collapsed() {
        return collapsed;
    }

    /** Whether a fragment is in the page that is stored nowhere: then it is not known how long the page is good. */
    public boolean unremembered() {
        return unremembered;
    }

    /** The request headers by which fragments of the page vary, as far as the application's facts say what they read. */
    public Set<String> varies() {
        return Collections.unmodifiableSet(varies);
    }

    /** Whether something of this one visitor was read for the page: a session, a cookie, a name. */
    public boolean ofVisitor() {
        return ofVisitor;
    }

    /** Whether the page has holes, which are rendered for each request: they show what one visitor may see. */
    public boolean holed() {
        return holed;
    }

    /** Says that the page depends on a header of the request. */
    public void variesBy(String header) {
        if (!keying) {
            varies.add(header);
        }
    }

    /** Says that something of this one visitor is read. */
    public void readOfVisitor() {
        ofVisitor |= !keying;
    }

    /** What is asked for from now on is asked for a key: whether the page reads it is told by {@link #reads}. */
    public void keying(boolean begins) {
        keying = begins;
    }

    /** Says what a text that is shown read beside its model. */
    void reads(Set<String> facts) {
        for (String fact : facts) {
            if (fact.startsWith("header.")) {
                varies.add(fact.substring("header.".length()));
            } else if (fact.startsWith("cookie.")) {
                varies.add("Cookie");
            }
            ofVisitor |= OF_VISITOR.stream().anyMatch(fact::startsWith);
        }
    }

    /** Says that a hole is rendered. */
    public void hole() {
        holed = true;
    }

    /** @param shown what the outcome shows; null where it shows nothing */
    void lookedUp(Outcome outcome, @Nullable Entry shown, boolean outermost, long now) {
        counts[outcome.ordinal()]++;
        unremembered |= outcome == Outcome.BYPASS;
        if (shown == null) {
            // What is rendered for it says more.
            return;
        }
        saved += shown.cost();
        if (outermost && outcome == Outcome.STALE) {
            shownStale(shown, now);
        } else if (outermost) {
            shown(shown);
        }
    }

    void bypassed() {
        counts[Outcome.BYPASS.ordinal()]++;
        unremembered = true;
    }

    void shown(Entry entry) {
        dated = true;
        reads(entry.facts());
        if (tagged != null) {
            tagged.add(entry.snapshots());
        }
        freshUntil = Math.min(freshUntil, entry.freshUntil());
        staleUntil = Math.min(staleUntil, entry.staleUntil());
        keepUntil = Math.min(keepUntil, entry.keepUntil());
    }

    /** What is stale because its data changed would still be fresh by age. */
    void shownStale(Entry entry, long now) {
        shown(entry);
        freshUntil = Math.min(freshUntil, now - 1);
    }

    void rendered(Entry entry, boolean outermost, boolean remembered, boolean refused) {
        stored |= remembered;
        if (outermost) {
            spent += entry.cost();
            shown(entry);
        }
        unremembered |= !remembered && refused;
    }

    void joined() {
        collapsed = true;
    }
}
