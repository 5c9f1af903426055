package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.freshness.Randomness;
import io.fragmentcache.freshness.Until;
import io.fragmentcache.key.FactValue;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Times;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fragment while it is open, in its nesting role. Fragments inside it, hits too, hand it their tags, their snapshots
 * and their remaining freshness, so that it is outdated when any of them is. Used by the one thread that renders it.
 */
public final class Doll {
    /** Above this many tags an entry carries the tags of its types instead. */
    static final int MOST_TAGS = 256;

    private static final double WARM_JITTER = 0.5;
    private static final int LEAD_SHARE = 5;

    private final @Nullable Doll outer;
    private final Fragment fragment;
    private final ReadPoint moment;
    private final boolean regenerated;
    private final Snapshots.Builder snapshots = new Snapshots.Builder();
    private final Prefetched prefetched;
    private final List<String> refusals = new ArrayList<>(0);
    private final Set<String> facts = new HashSet<>(4);
    private Map<String, FactValue> unheld = Map.of();
    private final Set<String> lacking = new HashSet<>(0);
    private InnerReads innerReads = (inner, held, names) -> {};
    private boolean warm;
    private boolean uncommitted;
    private @Nullable String confined;
    private boolean remembered;
    private @Nullable Runnable storeHeld;
    private Predicate<Entry> takes = brought -> true;
    private Until inside = Until.NONE;
    private long freshUntil = Micros.FOREVER;
    private long staleUntil = Micros.FOREVER;
    private long keepUntil = Micros.FOREVER;

    /**
     * @param moment from before the data of this fragment was read
     * @param regenerated whether a background job renders it: then nothing stale may go into it
     */
    Doll(@Nullable Doll outer, Fragment fragment, ReadPoint moment, boolean regenerated) {
        this.outer = outer;
        this.fragment = fragment;
        this.moment = moment;
        this.prefetched = outer == null ? new Prefetched() : outer.prefetched;
        this.regenerated = regenerated || (outer != null && outer.regenerated);
    }

    public Fragment fragment() {
        return fragment;
    }

    /** The fragment around this one, that is open too. */
    public Optional<Doll> outer() {
        return Optional.ofNullable(outer);
    }

    ReadPoint moment() {
        return moment;
    }

    /** The birth that the entry made of it will have. */
    public long born() {
        return moment.born();
    }

    Prefetched prefetched() {
        return prefetched;
    }

    boolean isRegenerated() {
        return regenerated;
    }

    /**
     * Says that no request asked for it yet: it is one of many that are rendered together, and should not be due
     * together.
     */
    void warm() {
        warm = true;
    }

    /** Says that it is a row of a loop, whose texts are stored together. */
    void in(@Nullable Runnable storeHeld) {
        this.storeHeld = storeHeld;
    }

    /** Says what may be shown in place of what is rendered, where the store has a newer one. */
    void takes(Predicate<Entry> which) {
        takes = which;
    }

    boolean takes(Entry brought) {
        return takes.test(brought);
    }

    /** Stores what is held of the loops around: the render inside this is about to wait for another thread. */
    void storeHeld() {
        if (storeHeld != null) {
            storeHeld.run();
        }
        if (outer != null) {
            outer.storeHeld();
        }
    }

    /** Adds a tag that was met while rendering. */
    public void tag(Tag tag) {
        snapshots.add(tag, moment.asOf());
    }

    /** Says that what is rendered must not be remembered, and why. The fragments around it are asked themselves. */
    public void refuse(String reason) {
        refusals.add(reason);
    }

    /** Why this must not be remembered; empty where it may be. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /**
     * Has this hear what the text of an inner fragment read, when that one is shown without being rendered: the facts of
     * its look-up, and the names of those that its text read.
     */
    public void onInnerReads(InnerReads heard) {
        innerReads = heard;
    }

    /** Says that what is shown inside this reads these facts, whose values are among those held. */
    public void innerReads(Locator inner, Facts held, Set<String> names) {
        innerReads.heard(inner, held, names);
    }

    /** Says that the text of an inner fragment is shown here. */
    void shows(Fragment inner, Entry entry) {
        if (!entry.facts().isEmpty()) {
            innerReads.heard(inner.locator(), inner.facts(), entry.facts());
        }
    }

    /** As {@link #shows(Fragment, Entry)}, of one that was rendered beside the template of this one. */
    void shows(Doll inner, Entry entry) {
        if (!inner.refusals.isEmpty()) {
            refuse("it shows '" + inner.fragment.locator() + "', which is not stored");
        }
        innerReads.heard(inner.fragment.locator(), inner.fragment.facts().with(inner.unheld), entry.facts());
    }

    /** Says that a fact is read which the key holds, with its value. */
    public void reads(String fact) {
        facts.add(fact);
    }

    /** Says that a fact is read which the key does not hold. */
    public void reads(String fact, FactValue value) {
        if (unheld.isEmpty()) {
            unheld = new HashMap<>();
        }
        facts.add(fact);
        unheld.put(fact, value);
    }

    /** The value with which a fact was read first that the key does not hold. */
    public @Nullable FactValue unheld(String fact) {
        return unheld.get(fact);
    }

    /** What the rendering read and its key does not hold, by name. */
    public Map<String, FactValue> unheld() {
        return Collections.unmodifiableMap(unheld);
    }

    /** Says that it is not given a fact which its rendering asks for. */
    public void lacks(String fact) {
        lacking.add(fact);
    }

    /** Lets later look-ups hold what was read outside of the key; to be called before those who wait go on. */
    void learn() {
        if (!unheld.isEmpty() || !lacking.isEmpty()) {
            Set<String> names = new HashSet<>(unheld.keySet());
            names.addAll(lacking);
            fragment.growth().learn(names);
        }
    }

    /** Whether what is rendered, or what it throws, is nothing that others who ask with its key may see. */
    boolean isOwn() {
        return !refusals.isEmpty() || !unheld.isEmpty();
    }

    /** Says that a variable was read which belongs to the request that asked for this. */
    public void confined(String variable) {
        confined = variable;
        refuse("it reads " + variable + ", which belongs to the request");
    }

    /** The variable of the request that was read in the background; null where none was. */
    @Nullable String confined() {
        return confined;
    }

    /** Says that what is rendered shows changes that are not committed yet, in this fragment and all around it. */
    void showsUncommitted() {
        uncommitted = true;
        if (outer != null) {
            outer.showsUncommitted();
        }
    }

    boolean isUncommitted() {
        return uncommitted;
    }

    /** Says that the store took what was rendered. */
    void remembered() {
        remembered = true;
    }

    boolean isRemembered() {
        return remembered;
    }

    /** Takes over what an inner fragment depends on, with the snapshots of when that one was made. */
    void adopt(Entry inner) {
        snapshots.addAll(inner.snapshots());
        freshUntil = Math.min(freshUntil, inner.freshUntil());
        staleUntil = Math.min(staleUntil, inner.staleUntil());
        keepUntil = Math.min(keepUntil, inner.keepUntil());
    }

    /** As {@link #adopt(Entry)}, for an inner fragment that is shown past its freshness: this one is due again at once. */
    void adoptStale(Entry inner, long now) {
        adopt(inner);
        freshUntil = Math.min(freshUntil, now);
        // What is stale only because its data changed could be shown for long; this one may not outlive the next look.
        staleUntil = Math.max(staleUntil, now);
        keepUntil = Math.max(keepUntil, now);
    }

    /**
     * Takes over how long HTML may be shown that is rendered inside and has no entry of its own.
     *
     * @param lifetime null where its author said none
     */
    public void adopt(Until until, @Nullable Lifetime lifetime) {
        inside = inside.or(until);
        if (lifetime != null) {
            long fresh = moment.began() + Micros.of(lifetime.fresh());
            long stale = fresh + Micros.of(lifetime.stale());
            freshUntil = Math.min(freshUntil, fresh);
            staleUntil = Math.min(staleUntil, stale);
            keepUntil = Math.min(keepUntil, Math.max(stale, moment.began() + Micros.of(lifetime.onError())));
        }
    }

    /**
     * Bounds the freshness of what was rendered so soon after a touch that its data may be that of before: from a replica
     * that lags.
     *
     * @param window microseconds in which all replicas have what was touched; 0 where there are none
     */
    void settle(Stamps stamps, long window) {
        if (window == 0) {
            return;
        }
        tag(Tag.EVERYTHING);
        fragment.tags().get().forEach(this::tag);
        snapshots.forEach((tag, stamp) -> {
            long touched = stamps.of(tag);
            if (touched != Stamps.NEVER && moment.began() < touched + window) {
                freshUntil = Math.min(freshUntil, touched + window);
            }
        });
    }

    /** The entry for a rendered text, with the jitter of its lifetime drawn. */
    Entry close(Body.Text body, long now, long cost, Randomness chance) {
        // What it read outside of its key is part of the key under which it is stored.
        Fragment made = unheld.isEmpty()
                ? fragment
                : fragment.growth().with(fragment.facts().with(unheld));
        tag(Tag.EVERYTHING);
        made.tags().get().forEach(this::tag);
        return new Entry(
                made.key(),
                made.version(),
                body.finished(),
                (snapshots.size() > MOST_TAGS ? coarse(snapshots) : snapshots).build(),
                times(now, now - cost, chance),
                facts);
    }

    private Times times(long now, long started, Randomness chance) {
        // Stamps may be ahead of the clock: by both, or a day would end a day late.
        Until until = fragment.until().or(inside);
        long end = Math.min(until.after(moment.began()), until.after(started));
        Lifetime lifetime = fragment.lifetime();
        long fresh = Micros.of(lifetime.fresh());
        double jitter = lifetime.jitter() == 0 || !warm ? lifetime.jitter() : Math.max(lifetime.jitter(), WARM_JITTER);
        long drawn = jitter == 0 ? fresh : (long) (fresh * (1 - jitter * chance.draw()));
        // Stale for the last fifth before its end, so that it is regenerated before a visitor has to wait.
        long lead = Math.min(Micros.of(lifetime.stale()), Math.max(0, end - now) / LEAD_SHARE);
        long ownFresh = Math.min(now + drawn, end - lead);
        long ownStale = Math.min(now + drawn + Micros.of(lifetime.stale()), end);
        long ownKeep = Math.min(Math.max(ownStale, now + Micros.of(lifetime.onError())), end);
        long stale = Math.min(ownStale, staleUntil);
        return new Times(
                moment.born(),
                now,
                Math.min(Math.min(ownFresh, freshUntil), stale),
                stale,
                Math.max(stale, Math.min(ownKeep, keepUntil)),
                now - started);
    }

    /** Models too many to list are replaced by the tag that is touched together with any of their type. */
    private static Snapshots.Builder coarse(Snapshots.Builder tags) {
        Snapshots.Builder coarse = new Snapshots.Builder();
        tags.forEach((tag, stamp) -> coarse.add(tag.anyOfType(), stamp));
        return coarse;
    }

    /** Hears what the text of an inner fragment read that is shown as it was stored. */
    @FunctionalInterface
    public interface InnerReads {
        /** @param held the facts that the inner one's look-up, or rendering, found */
        void heard(Locator inner, Facts held, Set<String> names);
    }
}
