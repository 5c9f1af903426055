package io.fragmentcache.store;

import io.fragmentcache.key.Tag;
import java.util.Collection;

/**
 * When tags were last touched. Stamps are 64-bit numbers from one authority: microseconds since 1970 by its clock, each
 * greater than the one before, none given twice. Only their order is used to judge entries.
 *
 * <p>Thread-safe. Only {@link #touch} may wait for something outside this process: it may send the touch to other nodes.
 */
public interface Stamps {
    /** Of tags that were never touched. */
    long NEVER = 0;

    /**
     * Returns when this node last saw the tag touched.
     *
     * @return {@link #NEVER} if it never was. A stamp may be too late, which costs a render, and never too early
     */
    long of(Tag tag);

    /**
     * Returns the latest stamp that this node knows of any tag. An entry whose snapshots are all as late is outdated by
     * none.
     */
    long latest();

    /** Returns a new number, greater than all stamps that this node knows: the name of a moment before data is read. */
    long next();

    /**
     * Returns the snapshot of data that is read from now on: every touch that this node does not know yet has a later
     * stamp. With stamps of this process alone, that is the {@link #next()} number; with shared ones it is how far this
     * node has followed the touches of all nodes, which its own clock may be ahead of.
     */
    default long seen() {
        return next();
    }

    /**
     * Returns whether this node has been cut off from the touches of other nodes for so long that an entry should be
     * rendered again. Always false with stamps of this process alone.
     *
     * @param written when the entry was made, in microseconds since 1970
     * @param now the current time, in the same unit
     */
    default boolean isBlind(long written, long now) {
        return false;
    }

    /**
     * Gives all these tags one new stamp, which this node knows when the call returns.
     *
     * @return the stamp, later than every {@link #next()} of this node before
     */
    long touch(Collection<Tag> tags);
}
