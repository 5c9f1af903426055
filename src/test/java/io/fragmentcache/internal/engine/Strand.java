package io.fragmentcache.internal.engine;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs only while another one, who steps it, stands still: so many of them make one schedule, which is the
 * same each time. What it runs may stop at any depth with {@link #pause()}.
 */
final class Strand {
    private final Semaphore go = new Semaphore(0);
    private final Semaphore stopped = new Semaphore(0);
    private final Thread thread;
    private volatile boolean ended;
    private volatile @Nullable Throwable thrown;

    Strand(String name, Runnable job) {
        thread = new Thread(
                () -> {
                    go.acquireUninterruptibly();
                    try {
                        job.run();
                    } catch (Throwable e) {
                        thrown = e;
                    }
                    ended = true;
                    stopped.release();
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs until it pauses or ends; called by the one who steps it. */
    void step() {
        go.release();
        stopped.acquireUninterruptibly();
    }

    /** Stops until the next step; called by what it runs. */
    void pause() {
        stopped.release();
        go.acquireUninterruptibly();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    boolean hasEnded() {
        return ended;
    }

    /** What ended it early; null where nothing did. */
    @Nullable Throwable thrown() {
        return thrown;
    }

    void join() throws InterruptedException {
        thread.join();
    }
}
