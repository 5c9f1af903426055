package io.fragmentcache.store;

import io.fragmentcache.key.Tag;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/**
 * The tags of an entry, each with the stamp of the moment before the data behind it was read. A tag that was touched
 * later than its snapshot outdates the entry, even if the touch came while the entry was being rendered. Immutable.
 */
public final class Snapshots {
    /** With its stamp and its share of the arrays; its name comes on top. */
    static final int BYTES_OF_A_TAG = 28;

    private final Tag[] tags;
    private final long[] stamps;
    private final long earliest;

    /** Counted once: each page that tells its tags to an edge is looked for by those of all its entries. 0 before. */
    private int hash;

    private Snapshots(Tag[] tags, long[] stamps, long earliest) {
        this.tags = tags;
        this.stamps = stamps;
        this.earliest = earliest;
    }

    /** Returns snapshots of these tags. */
    public static Snapshots of(Map<Tag, Long> stampsByTag) {
        Tag[] tags = new Tag[stampsByTag.size()];
        long[] stamps = new long[tags.length];
        long earliest = Long.MAX_VALUE;
        int i = 0;
        for (Map.Entry<Tag, Long> each : stampsByTag.entrySet()) {
            tags[i] = each.getKey();
            stamps[i] = each.getValue();
            earliest = Math.min(earliest, stamps[i]);
            i++;
        }
        return new Snapshots(tags, stamps, earliest);
    }

    /** Returns the tag that was touched first of those touched after their snapshot. */
    public Optional<Touched> touched(Stamps known) {
        // Most entries are younger than any touch: one comparison settles it.
        if (earliest >= known.latest()) {
            return Optional.empty();
        }
        Tag tag = null;
        long first = Long.MAX_VALUE;
        for (int i = 0; i < tags.length; i++) {
            long stamp = known.of(tags[i]);
            if (stamp > stamps[i] && stamp < first) {
                tag = tags[i];
                first = stamp;
            }
        }
        return tag == null ? Optional.empty() : Optional.of(new Touched(tag, first));
    }

    /** Returns the stamp of the last touch that outdates the entry; {@link Stamps#NEVER} if none does. */
    public long lastTouch(Stamps known) {
        long last = Stamps.NEVER;
        for (int i = 0; i < tags.length; i++) {
            long stamp = known.of(tags[i]);
            if (stamp > stamps[i]) {
                last = Math.max(last, stamp);
            }
        }
        return last;
    }

    /** Returns whether a tag that was touched after its snapshot has a snapshot from before this stamp. */
    public boolean touchedBefore(Stamps known, long stamp) {
        if (earliest >= stamp) {
            return false;
        }
        for (int i = 0; i < tags.length; i++) {
            if (stamps[i] < stamp && known.of(tags[i]) > stamps[i]) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether any snapshot is from before this stamp. */
    public boolean anyBefore(long stamp) {
        return earliest < stamp;
    }

    /** Returns whether one of the tags was expired after its snapshot. Whatever is expired is touched too. */
    public boolean expired(Stamps known) {
        return expiredTag(known).isPresent();
    }

    /** Returns the tag that was expired first of those expired after their snapshot. */
    public Optional<Tag> expiredTag(Stamps known) {
        if (earliest >= known.latest()) {
            return Optional.empty();
        }
        Tag tag = null;
        long first = Long.MAX_VALUE;
        for (int i = 0; i < tags.length; i++) {
            long stamp = known.of(tags[i]) > stamps[i] ? known.of(tags[i].expiry()) : Stamps.NEVER;
            if (stamp > stamps[i] && stamp < first) {
                tag = tags[i];
                first = stamp;
            }
        }
        return Optional.ofNullable(tag);
    }

    /** A tag, and when it was touched. */
    public record Touched(Tag tag, long stamp) {}

    /** Returns the number of tags. */
    public int size() {
        return tags.length;
    }

    /** Passes each tag with its snapshot to the action. */
    public void forEach(ObjLongConsumer<Tag> action) {
        for (int i = 0; i < tags.length; i++) {
            action.accept(tags[i], stamps[i]);
        }
    }

    long weight() {
        long weight = 0;
        for (Tag tag : tags) {
            // The tag that all entries carry is one object for all of them.
            weight += BYTES_OF_A_TAG + (tag.equals(Tag.EVERYTHING) ? 0 : Weights.of(tag.name()));
        }
        return weight;
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Snapshots that
                        && hashCode() == that.hashCode()
                        && Arrays.equals(tags, that.tags)
                        && Arrays.equals(stamps, that.stamps);
    }

    @Override
    public int hashCode() {
        // Threads that meet here count the same number, as those of a String do.
        int known = hash;
        if (known == 0) {
            known = Arrays.hashCode(tags) * 31 + Arrays.hashCode(stamps);
            hash = known;
        }
        return known;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((tag, stamp) ->
                text.append(text.isEmpty() ? "" : " ").append(tag).append('@').append(stamp));
        return text.toString();
    }
}
