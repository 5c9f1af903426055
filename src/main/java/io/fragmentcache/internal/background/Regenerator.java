package io.fragmentcache.internal.background;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Key;
import io.fragmentcache.spi.Backlog;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Regenerates in the background: one job for each key, at most {@code workers} at a time, the most urgent first. A full
 * queue drops the less urgent one; its entry stays stale, no reader renders in its place, and its key is not offered again
 * for a second. A job that hangs is given up, and another worker takes its place. Thread-safe.
 */
public final class Regenerator {
    /**
     * @param workers how many jobs run at a time
     * @param bound how many may wait
     * @param limit microseconds after which a job is given up
     * @param elapsed by which they are counted
     */
    public record Limits(int workers, int bound, long limit, LongSupplier elapsed) {}

    private static final Duration COOL_DOWN = Duration.ofSeconds(1);

    /** The next reader of what is not shown any more would wait, but there may be none: as urgent as this is left. */
    private static final long SOON = 1_000_000;

    private static final long MOST_COOLING = 2 << 20;
    private static final int BYTES_OF_A_KEY = 100;

    /** More threads than these are not given up for lost: a cause that hangs every job would take all memory. */
    private static final int MOST_ABANDONED = 64;

    private final Executor executor;
    private final Limits limits;
    private final InstantSource clock;
    private final Consumer<Key> abandoned;
    /** All jobs that wait or run. Readers look here without a lock. */
    @Bound("those of the queue and those that run")
    private final ConcurrentHashMap<Key, Job> jobs = new ConcurrentHashMap<>();

    @Bound("2 MB")
    private final Cache<Key, Boolean> cooling;

    @GuardedBy("this") private final JobQueue queue;

    @Bound("the number of workers, and 64 that hang")
    @GuardedBy("this") private final Set<Job> running = new LinkedHashSet<>();

    private volatile long nextOverdue = Long.MAX_VALUE;
    private volatile boolean closed;
    private volatile boolean paused;

    @GuardedBy("this") private int drains;

    @GuardedBy("this") private int lost;

    @GuardedBy("this") private long dropped;

    /** @param abandoned told the key of a job that is given up */
    public Regenerator(Executor executor, Limits limits, InstantSource clock, Consumer<Key> abandoned) {
        this.executor = executor;
        this.limits = limits;
        this.clock = clock;
        this.abandoned = abandoned;
        this.queue = new JobQueue(limits.bound());
        this.cooling = Caffeine.newBuilder()
                .maximumWeight(MOST_COOLING)
                .weigher((Key key, Boolean cools) -> key.weight() + BYTES_OF_A_KEY)
                .expireAfterWrite(COOL_DOWN)
                .ticker(() -> now() * 1_000)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Whether a job for this key would be taken; false while one waits or runs. A reader asks before it prepares one.
     *
     * @param shownUntil when the reader's text may not be shown any more
     */
    public boolean wants(Key key, long shownUntil, long now) {
        giveUpOverdue();
        Job same = jobs.get(key);
        if (same != null) {
            same.asked();
            return false;
        }
        return !closed && !paused && cooling.getIfPresent(key) == null && mayHaveRoom(key, shownUntil, now);
    }

    /** As {@link #offer(Key, long, Work)}, for what no visitor was shown. */
    public boolean offer(Key key, Work work) {
        return offer(key, now() + SOON, work);
    }

    /** Takes the job, unless one for the same key is there, or the queue is full of more urgent ones, or closed. */
    public boolean offer(Key key, long shownUntil, Work work) {
        long now = now();
        giveUpOverdue();
        Job job = new Job(key, work, shownUntil, now);
        synchronized (this) {
            if (closed || paused || jobs.containsKey(key) || !makeRoom(key, shownUntil, now)) {
                return false;
            }
            jobs.put(key, job);
            queue.add(job);
            if (drains >= limits.workers()) {
                return true;
            }
            drains++;
        }
        return startDrain(job);
    }

    public boolean isClosed() {
        return closed;
    }

    public synchronized Backlog backlog() {
        long now = now();
        Duration longestWait = Micros.toDuration(now - queue.headSince(now));
        return new Backlog(queue.size(), longestWait, running.size(), lost, dropped);
    }

    /**
     * Takes no more jobs and starts none until {@link #resume()}, and lets those that run end for at most this long. Jobs
     * that wait keep their place.
     */
    public void pause(Duration patience) throws InterruptedException {
        synchronized (this) {
            paused = true;
            awaitRunning(patience);
        }
    }

    /** Takes jobs again, and starts those that waited. */
    public void resume() {
        int starts = 0;
        synchronized (this) {
            paused = false;
            while (drains < limits.workers() && starts < queue.size()) {
                drains++;
                starts++;
            }
        }
        for (int i = 0; i < starts; i++) {
            startDrain(null);
        }
    }

    /** Forgets what waits, takes nothing more, and lets what runs end for at most this long. */
    public void close(Duration patience) throws InterruptedException {
        synchronized (this) {
            closed = true;
            queue.removeAll().forEach(job -> jobs.remove(job.key()));
            awaitRunning(patience);
        }
    }

    private synchronized void awaitRunning(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); !running.isEmpty() && left > 0; left = deadline - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    /** Asks, and displaces nothing: the reader may yet find that it has no job to offer. */
    private synchronized boolean mayHaveRoom(Key key, long shownUntil, long now) {
        if (!queue.isFull() || queue.hasLessUrgent(Job.rank(shownUntil, 1, now), now)) {
            return true;
        }
        drop(key);
        return false;
    }

    private synchronized boolean makeRoom(Key key, long shownUntil, long now) {
        if (!queue.isFull()) {
            return true;
        }
        Job out = queue.displace(Job.rank(shownUntil, 1, now), now);
        if (out == null) {
            drop(key);
            return false;
        }
        jobs.remove(out.key());
        drop(out.key());
        return true;
    }

    /** The next readers of this key need not ask for a second. */
    @GuardedBy("this") private void drop(Key key) {
        dropped++;
        cooling.put(key, true);
    }

    private boolean startDrain(@Nullable Job first) {
        try {
            executor.execute(this::drain);
            return true;
        } catch (RejectedExecutionException full) {
            synchronized (this) {
                drains--;
                if (first != null && queue.remove(first)) {
                    jobs.remove(first.key());
                    cooling.put(first.key(), true);
                }
            }
            return false;
        }
    }

    private void drain() {
        for (Job job = next(); job != null; job = end(job) ? next() : null) {
            try {
                if (!job.run()) {
                    cooling.put(job.key(), true);
                }
            } catch (Throwable e) {
                // The job reports its own failure. This thread goes on, or the keys behind it would never be
                // regenerated.
                cooling.put(job.key(), true);
                if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                    leave(job);
                    throw e;
                }
            }
        }
    }

    private synchronized @Nullable Job next() {
        long now = now();
        Job job = paused ? null : queue.poll(now);
        if (job == null) {
            drains--;
            return null;
        }
        job.start(limits.elapsed().getAsLong());
        running.add(job);
        setNextOverdue();
        return job;
    }

    /** Whether the worker may go on: not if it was given up, since another works in its place. */
    private synchronized boolean end(Job job) {
        if (job.isAbandoned()) {
            lost--;
            setNextOverdue();
            return false;
        }
        running.remove(job);
        jobs.remove(job.key(), job);
        setNextOverdue();
        notifyAll();
        return true;
    }

    private synchronized void leave(Job job) {
        if (end(job)) {
            drains--;
        }
    }

    @GuardedBy("this") private void setNextOverdue() {
        // They run in the order of their start: the first is the oldest.
        nextOverdue =
                running.isEmpty() ? Long.MAX_VALUE : running.iterator().next().started() + limits.limit();
    }

    /** Requests notice what hangs; without requests, no worker is missed. */
    private void giveUpOverdue() {
        // Where nothing runs, no time is asked for.
        if (nextOverdue == Long.MAX_VALUE || limits.elapsed().getAsLong() < nextOverdue) {
            return;
        }
        long elapsed = limits.elapsed().getAsLong();
        List<Job> overdue;
        int replacements = 0;
        synchronized (this) {
            overdue = running.stream()
                    .filter(job -> elapsed >= job.started() + limits.limit())
                    .limit(Math.max(0, MOST_ABANDONED - lost))
                    .toList();
            for (Job job : overdue) {
                job.abandon();
                running.remove(job);
                jobs.remove(job.key(), job);
                lost++;
                drains--;
            }
            setNextOverdue();
            if (overdue.isEmpty()) {
                // None may be given up any more: look again when one has ended.
                nextOverdue = Long.MAX_VALUE;
            }
            notifyAll();
            while (!overdue.isEmpty() && drains < limits.workers() && replacements < queue.size()) {
                drains++;
                replacements++;
            }
        }
        overdue.forEach(job -> abandoned.accept(job.key()));
        for (int i = 0; i < replacements; i++) {
            startDrain(null);
        }
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
