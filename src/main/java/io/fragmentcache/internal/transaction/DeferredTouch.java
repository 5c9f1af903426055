package io.fragmentcache.internal.transaction;

import org.jspecify.annotations.Nullable;

/**
 * A touch that may wait for the end of a transaction. Until then its thread is shown nothing from the cache. Used by one
 * thread, but for its end.
 */
public final class DeferredTouch implements Runnable {
    private final Runnable touch;
    private volatile Uncommitted.@Nullable Pending pending;
    private volatile boolean over;
    private boolean told;

    public DeferredTouch(Runnable touch) {
        this.touch = touch;
    }

    /** Promises that either {@link #run} or {@link #drop} is called when the transaction ends. */
    public void endIsTold() {
        told = true;
    }

    /** Touches: the transaction was committed, or there is none. */
    @Override
    public void run() {
        drop();
        touch.run();
    }

    /** Touches nothing: the transaction was rolled back. */
    public void drop() {
        over = true;
        Uncommitted.Pending waiting = pending;
        if (waiting != null) {
            waiting.end();
        }
    }

    /** Says that the function it was handed to has returned: from now on it waits, unless it has run. */
    public void returned(Uncommitted uncommitted) {
        if (!over) {
            Uncommitted.Pending waiting = uncommitted.begin();
            pending = told ? waiting.endIsTold() : waiting;
            if (over) {
                waiting.end();
            }
        }
    }
}
