package io.fragmentcache.store;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Version;
import java.util.List;
import java.util.Set;

/**
 * The stored HTML of a fragment, and everything that decides later whether it may be shown.
 * A value; safe to share between threads.
 *
 * @param key which fragment
 * @param version which state of its data
 * @param finished its text with the holes, never evaluated again
 * @param snapshots its tags, with the stamps of before its data was read
 * @param times when it was made and how long it may be shown
 * @param facts the names of what its rendering read beside the model: {@code session.user}
 */
public record Entry(
        Key key, Version version, FinishedText finished, Snapshots snapshots, Times times, Set<String> facts) {
    /**
     * Bytes of the objects around the text, the key and the tags, on a JVM with compressed references: the record, its
     * times, the snapshots and the arrays inside, the text's own objects and digest, and the nodes of the store's map.
     */
    private static final int OBJECTS = 464;

    public Entry {
        facts = Set.copyOf(facts);
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
        return times.born() > other.times.born();
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
        return OBJECTS + key.weight() + snapshots.weight() + versions() + finished.weightOfHoles() + names();
    }

    private long names() {
        long weight = 0;
        for (String fact : facts) {
            weight += Weights.OF_A_FACT + Weights.of(fact);
        }
        return weight;
    }

    private long versions() {
        long weight = 0;
        for (Object part : version.parts()) {
            weight += Weights.OF_A_VERSION_PART + (part instanceof String text ? Weights.of(text) : 0);
        }
        return weight;
    }
}
