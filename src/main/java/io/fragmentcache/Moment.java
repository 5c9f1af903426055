package io.fragmentcache;

import io.fragmentcache.store.Stamps;

/**
 * A moment before data is read.
 *
 * @param asOf the snapshot of all tags: a touch with a later stamp outdates what is rendered
 * @param born the order of what is rendered among entries of its key; greater than any before
 */
record Moment(long asOf, long born) {
    /** Now: whatever is read after this call is newer. */
    static Moment now(Stamps stamps) {
        return new Moment(stamps.seen(), stamps.next());
    }

    /** Now, in a request whose data may have been read since it began. */
    static Moment since(long began, Stamps stamps) {
        return new Moment(began, stamps.next());
    }
}
