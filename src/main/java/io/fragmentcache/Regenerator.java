package io.fragmentcache;

import io.fragmentcache.key.Key;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The queue of fragments that are regenerated behind their readers. Bounded, one job for each key; what is asked for
 * most often goes first, then what waits longest. A full queue drops what is offered: its entry stays stale, and no
 * reader renders in its place. Thread-safe.
 */
final class Regenerator {
    /** A job, and how often it was offered while it waited. */
    private static final class Waiting {
        private final Runnable job;
        private int offers = 1;

        Waiting(Runnable job) {
            this.job = job;
        }
    }

    private final Executor executor;
    private final int workers;
    private final int bound;
    private final Map<Key, Waiting> waiting = new LinkedHashMap<>();
    private final Set<Key> running = new HashSet<>();
    private int drains;
    private boolean closed;

    Regenerator(Executor executor, int workers, int bound) {
        this.executor = executor;
        this.workers = workers;
        this.bound = bound;
    }

    /** Whether a job for this key would be taken; false while one waits or runs. A reader asks before it prepares one. */
    synchronized boolean wants(Key key) {
        Waiting same = waiting.get(key);
        if (same != null) {
            same.offers++;
            return false;
        }
        return !closed && !running.contains(key) && waiting.size() < bound;
    }

    /** Takes the job, unless one for the same key is there, or the queue is full or closed. */
    boolean offer(Key key, Runnable job) {
        synchronized (this) {
            if (closed || waiting.size() >= bound || waiting.containsKey(key) || running.contains(key)) {
                return false;
            }
            waiting.put(key, new Waiting(job));
            if (drains >= workers) {
                return true;
            }
            drains++;
        }
        try {
            executor.execute(this::drain);
            return true;
        } catch (RejectedExecutionException full) {
            synchronized (this) {
                drains--;
                waiting.remove(key);
            }
            return false;
        }
    }

    synchronized int depth() {
        return waiting.size();
    }

    /** Forgets what waits, and takes nothing more; what runs is left to end. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    private void drain() {
        for (Key key = null; ; ) {
            Runnable job;
            synchronized (this) {
                if (key != null) {
                    running.remove(key);
                }
                key = first();
                Waiting next = key == null ? null : waiting.remove(key);
                if (next == null) {
                    drains--;
                    return;
                }
                running.add(key);
                job = next.job;
            }
            try {
                job.run();
            } catch (Throwable e) {
                // A job says itself what went wrong. This thread goes on, or the keys behind it would wait for ever.
                if (e instanceof VirtualMachineError) {
                    leave(key);
                    throw e;
                }
            }
        }
    }

    private synchronized void leave(@Nullable Key key) {
        running.remove(key);
        drains--;
    }

    private @Nullable Key first() {
        Key first = null;
        int most = 0;
        for (Map.Entry<Key, Waiting> each : waiting.entrySet()) {
            if (each.getValue().offers > most) {
                first = each.getKey();
                most = each.getValue().offers;
            }
        }
        return first;
    }
}
