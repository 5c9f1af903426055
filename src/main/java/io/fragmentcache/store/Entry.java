package io.fragmentcache.store;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is remembered of a fragment: its finished text, and all that is needed to judge later whether it may be shown.
 * A value; safe to share between threads.
 *
 * @param key which fragment
 * @param version which state of its data
 * @param text finished, never evaluated again
 * @param holes the places in the text that are rendered for each request, by rising offset
 * @param snapshots its tags, with the stamps of before its data was read
 * @param times when it was made and how long it may be shown
 */
public record Entry(Key key, Version version, String text, List<Hole> holes, Snapshots snapshots, Times times) {
    /** Bytes of the objects around the text. */
    private static final int OBJECTS = 150;

    private static final int BYTES_OF_A_VERSION_PART = 16;
    private static final int BYTES_OF_A_HOLE = 100;

    public Entry {
        holes = List.copyOf(holes);
    }

    /** Without holes. */
    public Entry(Key key, Version version, String text, Snapshots snapshots, Times times) {
        this(key, version, text, List.of(), snapshots, times);
    }

    /** Whether this was made from data read later than the other's was: only then it may replace the other. */
    public boolean isNewerThan(Entry other) {
        return times.born() > other.times.born();
    }

    /** Nearly the bytes that this entry takes in memory, by which a memory store is bounded. */
    public int weight() {
        return (int) Math.min(Integer.MAX_VALUE, around() + text.length() * (isLatin1(text) ? 1L : 2L));
    }

    /** Whether this weighs no more. */
    boolean fits(long bytes) {
        // Most are far from the bound: their characters need not be looked at.
        return around() + 2L * text.length() <= bytes || weight() <= bytes;
    }

    private long around() {
        return OBJECTS
                + key.weight()
                + snapshots.weight()
                + (long) BYTES_OF_A_VERSION_PART * version.parts().size()
                + (long) BYTES_OF_A_HOLE * holes.size();
    }

    /** There and back, such a text is the same: two copies and a comparison cost a tenth of a look at each character. */
    private static boolean isLatin1(String text) {
        return text.equals(new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1));
    }
}
