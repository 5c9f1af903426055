package io.fragmentcache.internal.transaction;

import io.fragmentcache.internal.Bound;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Which threads have changes that are not committed yet. What such a thread renders may show them, so it is not stored; what
 * is stored may be of before them, so it is not shown. Others read the old rows, and are served as ever. Thread-safe.
 */
public final class Uncommitted {
    /** The changes of one transaction, from its first touch to its end. */
    public static final class Pending {
        private volatile boolean ended;
        private volatile boolean told;

        /** Says that the transaction has ended, by a commit or by a rollback; on any thread. */
        public void end() {
            ended = true;
        }

        /** Promises that the end is told; without it, the transaction is taken to end with the request. */
        public Pending endIsTold() {
            told = true;
            return this;
        }
    }

    /** Held weakly: without a reported end and without a request that ends, what can no longer be committed is over. */
    @SuppressWarnings("ThreadLocalUsage") // One for each cache.
    @Bound("the transaction of each thread")
    private final ThreadLocal<List<WeakReference<Pending>>> pending = new ThreadLocal<>();

    /** Spares look-ups the thread's own list until some thread touches something in a transaction. */
    private volatile boolean any;

    /** Says that the calling thread has changed something in a transaction that is open. */
    public Pending begin() {
        any = true;
        Pending begun = new Pending();
        List<WeakReference<Pending>> mine = pending.get();
        if (mine == null) {
            mine = new ArrayList<>(2);
            pending.set(mine);
        }
        mine.add(new WeakReference<>(begun));
        return begun;
    }

    /** Whether the calling thread has changes that are not committed. */
    public boolean here() {
        if (!any) {
            return false;
        }
        List<WeakReference<Pending>> mine = pending.get();
        if (mine == null) {
            return false;
        }
        mine.removeIf(Uncommitted::isOver);
        if (mine.isEmpty()) {
            pending.remove();
            return false;
        }
        return true;
    }

    /** Says that the calling thread begins or ends a request. */
    public void forget() {
        List<WeakReference<Pending>> mine = any ? pending.get() : null;
        if (mine != null) {
            mine.removeIf(reference -> isOver(reference) || !isTold(reference));
        }
    }

    private static boolean isTold(WeakReference<Pending> reference) {
        Pending held = reference.get();
        return held != null && held.told;
    }

    private static boolean isOver(WeakReference<Pending> reference) {
        Pending held = reference.get();
        return held == null || held.ended;
    }
}
