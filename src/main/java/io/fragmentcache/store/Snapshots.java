package io.fragmentcache.store;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.key.Tag;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The tags of an entry, each with the stamp of the moment before the data behind it was read. A tag that was touched
 * later than its snapshot outdates the entry, even if the touch came while the entry was being rendered. Immutable.
 */
public final class Snapshots {
    /** With its stamp and its share of the arrays; its name comes on top. */
    static final int BYTES_OF_A_TAG = 28;

    private static final int BYTES_OF_A_STAMP = 8;
    private static final int BYTES_OF_AN_ARRAY = 20;

    /** Of all entries that show no model. */
    static final Tag[] EVERYTHING = {Tag.EVERYTHING};

    private final Tag[] tags;

    /** Null where all are the earliest: data was read at one moment, and no fragment is inside. */
    private final long @Nullable [] stamps;

    private final long earliest;

    /** Counted once: each page that tells its tags to an edge is looked for by those of all its entries. 0 before. */
    private int hash;

    private Snapshots(Tag[] tags, long @Nullable [] stamps, long earliest) {
        this.tags = tags;
        this.stamps = stamps;
        this.earliest = earliest;
    }

    /** Returns snapshots of these tags. */
    public static Snapshots of(Map<Tag, Long> stampsByTag) {
        Builder builder = new Builder();
        stampsByTag.forEach(builder::add);
        return builder.build();
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
            if (stamp > stamp(i) && stamp < first) {
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
            if (stamp > stamp(i)) {
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
            if (stamp(i) < stamp && known.of(tags[i]) > stamp(i)) {
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
            long stamp = known.of(tags[i]) > stamp(i) ? known.of(tags[i].expiry()) : Stamps.NEVER;
            if (stamp > stamp(i) && stamp < first) {
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
            action.accept(tags[i], stamp(i));
        }
    }

    private long stamp(int index) {
        return stamps == null ? earliest : stamps[index];
    }

    /** Counted by each call: the store asks when it takes the entry, and not afterwards. */
    long weight() {
        if (tags == EVERYTHING) {
            return 0;
        }
        long weight = BYTES_OF_AN_ARRAY;
        for (Tag tag : tags) {
            // The tag that all entries carry is one object for all of them.
            weight += BYTES_OF_A_TAG - BYTES_OF_A_STAMP + (tag.equals(Tag.EVERYTHING) ? 0 : Weights.of(tag.name()));
        }
        return weight + (stamps == null ? 0 : BYTES_OF_AN_ARRAY + (long) BYTES_OF_A_STAMP * stamps.length);
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Snapshots that
                        && hashCode() == that.hashCode()
                        && earliest == that.earliest
                        && Arrays.equals(tags, that.tags)
                        && Arrays.equals(stamps, that.stamps);
    }

    @Override
    public int hashCode() {
        // Threads that meet here count the same number, as those of a String do.
        int known = hash;
        if (known == 0) {
            known = (Arrays.hashCode(tags) * 31 + Long.hashCode(earliest)) * 31 + Arrays.hashCode(stamps);
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

    /**
     * Collects tags in the order in which they come, each once, with the older of its snapshots: the safer one. Not
     * thread-safe.
     */
    @Internal
    public static final class Builder {
        /** A power of two. */
        private static final int FIRST_ROOM = 8;

        private Tag[] tags = new Tag[FIRST_ROOM];
        private long[] stamps = new long[FIRST_ROOM];
        private int size;

        /** Of each place of a tag, one more; twice as many as there is room for tags. */
        private int[] places = new int[2 * FIRST_ROOM];

        /** Adds a tag. */
        public Builder add(Tag tag, long stamp) {
            int slot = slot(tag);
            int known = places[slot] - 1;
            if (known >= 0) {
                stamps[known] = Math.min(stamps[known], stamp);
                return this;
            }
            if (size == tags.length) {
                grow();
                slot = slot(tag);
            }
            tags[size] = tag;
            stamps[size] = stamp;
            places[slot] = ++size;
            return this;
        }

        /** Adds those of an entry. */
        public Builder addAll(Snapshots others) {
            for (int i = 0; i < others.tags.length; i++) {
                add(others.tags[i], others.stamp(i));
            }
            return this;
        }

        /** Returns the number of tags. */
        public int size() {
            return size;
        }

        /** Passes each tag with its snapshot to the action. */
        public void forEach(ObjLongConsumer<Tag> action) {
            for (int i = 0; i < size; i++) {
                action.accept(tags[i], stamps[i]);
            }
        }

        /** Returns what was collected so far. */
        public Snapshots build() {
            long earliest = Long.MAX_VALUE;
            boolean differ = false;
            for (int i = 0; i < size; i++) {
                earliest = Math.min(earliest, stamps[i]);
                differ |= stamps[i] != stamps[0];
            }
            boolean isBare = size == 1 && tags[0].equals(Tag.EVERYTHING);
            return new Snapshots(
                    isBare ? EVERYTHING : Arrays.copyOf(tags, size),
                    differ ? Arrays.copyOf(stamps, size) : null,
                    earliest);
        }

        /** Where the place of a tag is, or is to be. */
        private int slot(Tag tag) {
            int mask = places.length - 1;
            int hash = tag.hashCode();
            int slot = (hash ^ hash >>> 16) & mask;
            while (places[slot] != 0 && !tags[places[slot] - 1].equals(tag)) {
                slot = slot + 1 & mask;
            }
            return slot;
        }

        private void grow() {
            tags = Arrays.copyOf(tags, 2 * size);
            stamps = Arrays.copyOf(stamps, 2 * size);
            places = new int[4 * size];
            for (int i = 0; i < size; i++) {
                places[slot(tags[i])] = i + 1;
            }
        }
    }
}
