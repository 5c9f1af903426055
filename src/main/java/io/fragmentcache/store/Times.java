package io.fragmentcache.store;

import io.fragmentcache.problem.Problem;

/**
 * When an entry was made, and until when it may be shown. Microseconds since 1970; a duration is in microseconds.
 *
 * <p>Jitter is drawn once, by the writer, and is inside {@code freshUntil}: all who read the entry agree.
 *
 * @param born the stamp of the moment before its data was read; the greater one of two entries of a key is kept
 * @param written when its text was complete: its age counts from here
 * @param freshUntil shown without further ado before this
 * @param staleUntil shown while it is regenerated before this
 * @param keepUntil shown if rendering fails before this; afterwards it is of no use
 * @param cost how long it took to render
 */
public record Times(long born, long written, long freshUntil, long staleUntil, long keepUntil, long cost) {
    public Times {
        if (staleUntil < freshUntil || keepUntil < staleUntil) {
            throw Problem.timesOutOfOrder(freshUntil, staleUntil, keepUntil);
        }
    }
}
