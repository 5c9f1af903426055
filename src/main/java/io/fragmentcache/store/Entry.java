package io.fragmentcache.store;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Version;
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
        long characters = text.length() * (isLatin1(text) ? 1L : 2L);
        long bytes = OBJECTS
                + key.weight()
                + characters
                + snapshots.weight()
                + (long) BYTES_OF_A_VERSION_PART * version.parts().size()
                + (long) BYTES_OF_A_HOLE * holes.size();
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    private static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }
}
