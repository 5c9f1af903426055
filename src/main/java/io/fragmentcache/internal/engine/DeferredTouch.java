package io.fragmentcache.internal.engine;

/** A touch that waits for the end of a transaction. Until then its thread is shown nothing from the cache. */
public final class DeferredTouch implements Runnable {
    private final Uncommitted.Pending pending;
    private final Runnable touch;

    public DeferredTouch(Uncommitted.Pending pending, Runnable touch) {
        this.pending = pending;
        this.touch = touch;
    }

    /** Touches: the transaction was committed, or there is none. */
    @Override
    public void run() {
        pending.end();
        touch.run();
    }

    /** Promises that either {@link #run} or {@link #drop} is called when the transaction ends. */
    public void endIsTold() {
        pending.endIsTold();
    }

    /** Touches nothing: the transaction was rolled back. */
    public void drop() {
        pending.end();
    }
}
