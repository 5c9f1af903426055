package io.fragmentcache.store;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Version;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored HTML of a fragment, and everything that decides later whether it may be shown.
 * A value; safe to share between threads.
 */
// Not a record: a store holds millions, and their times take half as much in numbers of these widths.
public final class Entry {
    /**
     * Bytes of the objects around the text, the key and the tags, on a JVM with compressed references: this (64), the
     * snapshots (32), the text's own objects (72) and digest (32), and the nodes of the store's map (100).
     */
    private static final int OBJECTS = 304;

    /** Of the times and what holds them, where they do not fit. */
    private static final int BYTES_OF_TIMES = 88;

    private static final int BITS = 42;
    private static final int REST = Long.SIZE - BITS;
    private static final long REST_MASK = (1L << REST) - 1;

    private final Key key;
    private final Version version;
    private final FinishedText finished;
    private final Snapshots snapshots;

    /** The names of facts; times as well where they do not fit in what follows. */
    private final Object facts;

    private final long born;

    /** Unsigned, as {@code cost} is: 71 minutes. */
    private final int rendered;

    private final int cost;

    /** The microseconds between {@code written} and {@code freshUntil} in 42 bits: 50 days. Then half of a third. */
    private final long fresh;

    /** Those from there to {@code staleUntil}. Then the other half of those to {@code keepUntil}, 44 bits. */
    private final long stale;

    private record Wide(Set<String> facts, Times times) {}

    /**
     * Creates an entry.
     *
     * @param key which fragment
     * @param version which state of its data
     * @param finished its text with the holes, never evaluated again
     * @param snapshots its tags, with the stamps of before its data was read
     * @param times when it was made and how long it may be shown
     * @param facts the names of what its rendering read beside the model: {@code session.user}
     */
    public Entry(Key key, Version version, FinishedText finished, Snapshots snapshots, Times times, Set<String> facts) {
        this.key = key;
        this.version = version;
        this.finished = finished;
        this.snapshots = snapshots;
        long toWritten = times.written() - times.born();
        long toFresh = times.freshUntil() - times.written();
        long toStale = times.staleUntil() - times.freshUntil();
        long toKeep = times.keepUntil() - times.staleUntil();
        boolean fits = isOf(Integer.SIZE, toWritten)
                && isOf(Integer.SIZE, times.cost())
                && isOf(BITS, toFresh)
                && isOf(BITS, toStale)
                && isOf(2 * REST, toKeep);
        this.facts = fits ? Set.copyOf(facts) : new Wide(Set.copyOf(facts), times);
        this.born = times.born();
        this.rendered = (int) toWritten;
        this.cost = (int) times.cost();
        this.fresh = toFresh << REST | toKeep >>> REST;
        this.stale = toStale << REST | toKeep & REST_MASK;
    }

    /** Creates the same entry under an equal key. */
    private Entry(Entry same, Key key) {
        this.key = key;
        this.version = same.version;
        this.finished = same.finished;
        this.snapshots = same.snapshots;
        this.facts = same.facts;
        this.born = same.born;
        this.rendered = same.rendered;
        this.cost = same.cost;
        this.fresh = same.fresh;
        this.stale = same.stale;
    }

    /** Creates an entry without holes that reads no facts. */
    public Entry(Key key, Version version, FinishedText finished, Snapshots snapshots, Times times) {
        this(key, version, finished, snapshots, times, Set.of());
    }

    /**
     * Creates an entry that reads no facts.
     *
     * @param holes the places in the text that are rendered for each request, by rising offset
     */
    public Entry(Key key, Version version, String text, List<Hole> holes, Snapshots snapshots, Times times) {
        this(key, version, FinishedText.of(text, holes), snapshots, times);
    }

    /** Creates an entry without holes. */
    public Entry(Key key, Version version, String text, Snapshots snapshots, Times times) {
        this(key, version, text, List.of(), snapshots, times);
    }

    private static boolean isOf(int bits, long number) {
        return number >>> bits == 0;
    }

    /** Returns this entry under the very key that its store holds, which equals its own. */
    Entry under(Key held) {
        return new Entry(this, held);
    }

    /** Returns which fragment it is of. */
    public Key key() {
        return key;
    }

    /** Returns the state of its data. */
    public Version version() {
        return version;
    }

    /** Returns its text with the holes, never evaluated again. */
    public FinishedText finished() {
        return finished;
    }

    /** Returns its tags, with the stamps of before its data was read. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /** Returns all its times, in an object that each call makes; a look at one of them makes none. */
    public Times times() {
        return facts instanceof Wide wide
                ? wide.times
                : new Times(born, written(), freshUntil(), staleUntil(), keepUntil(), cost());
    }

    /** Returns the stamp of the moment before its data was read. */
    public long born() {
        return born;
    }

    /** Returns when its text was complete, as {@link Times#written()} does. */
    public long written() {
        return facts instanceof Wide wide ? wide.times.written() : born + Integer.toUnsignedLong(rendered);
    }

    /** Returns until when it is fresh, as {@link Times#freshUntil()} does. */
    public long freshUntil() {
        return facts instanceof Wide wide ? wide.times.freshUntil() : written() + (fresh >>> REST);
    }

    /** Returns until when it is stale, as {@link Times#staleUntil()} does. */
    public long staleUntil() {
        return facts instanceof Wide wide ? wide.times.staleUntil() : freshUntil() + (stale >>> REST);
    }

    /** Returns until when it may be shown if rendering fails, as {@link Times#keepUntil()} does. */
    public long keepUntil() {
        return facts instanceof Wide wide
                ? wide.times.keepUntil()
                : staleUntil() + ((fresh & REST_MASK) << REST | stale & REST_MASK);
    }

    /** Returns the microseconds that it took to render. */
    public long cost() {
        return facts instanceof Wide wide ? wide.times.cost() : Integer.toUnsignedLong(cost);
    }

    /** Returns the names of what its rendering read beside the model: {@code session.user}. */
    @SuppressWarnings("unchecked") // A set of names where it is not wide.
    public Set<String> facts() {
        return facts instanceof Wide wide ? wide.facts : (Set<String>) facts;
    }

    /** Returns the characters of the text. */
    public String text() {
        return finished.text();
    }

    /** Returns the places in the text that are rendered for each request, by rising offset. */
    public List<Hole> holes() {
        return finished.holes();
    }

    /**
     * Returns whether this entry was made from data read later than the other's: only then may it replace the other.
     */
    public boolean isNewerThan(Entry other) {
        return born > other.born;
    }

    /** Returns the approximate bytes that this entry takes in memory; memory stores are bounded by the sum. */
    public int weight() {
        return (int) Math.min(Integer.MAX_VALUE, around() + finished.weight());
    }

    /** Whether this weighs no more. */
    boolean fits(long bytes) {
        // Most are far from the bound: their characters need not be looked at.
        return around() + finished.weighsAtMost() <= bytes || weight() <= bytes;
    }

    private long around() {
        return OBJECTS
                + key.weight()
                + snapshots.weight()
                + versions()
                + finished.weightOfHoles()
                + names()
                + (facts instanceof Wide ? BYTES_OF_TIMES : 0);
    }

    private long names() {
        long weight = 0;
        for (String fact : facts()) {
            weight += Weights.OF_A_FACT + Weights.of(fact);
        }
        return weight;
    }

    private long versions() {
        List<Object> parts = version.parts();
        long weight = parts.isEmpty() ? 0 : Weights.OF_A_VERSION + (parts.size() > 1 ? Weights.OF_VERSION_PARTS : 0);
        for (Object part : parts) {
            weight += Weights.OF_A_VERSION_PART + (part instanceof String text ? Weights.of(text) : 0);
        }
        return weight;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || other instanceof Entry that
                        && born == that.born
                        && rendered == that.rendered
                        && cost == that.cost
                        && fresh == that.fresh
                        && stale == that.stale
                        && facts.equals(that.facts)
                        && key.equals(that.key)
                        && version.equals(that.version)
                        && snapshots.equals(that.snapshots)
                        && finished.equals(that.finished);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Long.hashCode(born);
    }

    @Override
    public String toString() {
        return "Entry[key=" + key + ", version=" + version + ", finished=" + finished + ", snapshots=" + snapshots
                + ", times=" + times() + ", facts=" + facts() + "]";
    }
}
