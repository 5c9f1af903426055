package io.fragmentcache.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * An executor that keeps its jobs until a test runs them, on the test's own thread.
 *
 * <p>Thread-safe.
 */
public final class HandExecutor implements Executor {
    private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();

    @Override
    public void execute(Runnable job) {
        jobs.add(job);
    }

    /** Returns how many jobs wait. */
    public int waiting() {
        return jobs.size();
    }

    /**
     * Runs the oldest job that waits. Throws what the job throws.
     *
     * @return whether a job waited
     */
    public boolean runOne() {
        Runnable job = jobs.poll();
        if (job == null) {
            return false;
        }
        job.run();
        return true;
    }

    /** Runs jobs until none waits; a job may add another. Throws what a job throws. */
    public void runAll() {
        while (runOne()) {
            // Each call runs one job.
        }
    }
}
