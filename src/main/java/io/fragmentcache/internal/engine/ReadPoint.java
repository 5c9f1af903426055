package io.fragmentcache.internal.engine;

import io.fragmentcache.store.Stamps;

/**
 * A moment before data is read.
 *
 * @param asOf the snapshot of all tags: a touch with a later stamp outdates what is rendered
 * @param began when the first data may have been read, as a stamp: of a request, its beginning
 * @param born the order of what is rendered among entries of its key; greater than any before
 * @param latest the last touch of any tag that was known then
 */
record ReadPoint(long asOf, long began, long born, long latest) {
    /** Now: whatever is read after this call is newer. */
    static ReadPoint now(Stamps stamps) {
        long latest = stamps.latest();
        long seen = stamps.seen();
        long next = stamps.next();
        return new ReadPoint(seen, next, next, latest);
    }

    /** For another rendering, of data that may have been read since this moment. */
    ReadPoint again(Stamps stamps) {
        return new ReadPoint(asOf, began, stamps.next(), latest);
    }
}
