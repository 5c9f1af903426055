package io.fragmentcache.stage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** Runs what it was given when it is told to, on the thread that tells it. */
public final class HandExecutor implements Executor {
    private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();

    @Override
    public void execute(Runnable job) {
        jobs.add(job);
    }

    /** Runs one job, if one waits. */
    public boolean runOne() {
        Runnable job = jobs.poll();
        if (job == null) {
            return false;
        }
        job.run();
        return true;
    }

    public void runAll() {
        while (runOne()) {
            // Until none waits: a job may add another.
        }
    }
}
