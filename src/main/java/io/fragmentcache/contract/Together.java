package io.fragmentcache.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that work at the same time, on what must be safe to share. */
public final class Together {
    /** How many they are. */
    public static final int THREADS = 4;

    private static final long PATIENCE_SECONDS = 50;

    private Together() {}

    /** What one of them does. */
    @FunctionalInterface
    public interface Work {
        /** Does the work of one thread. */
        void of(int thread) throws Exception;
    }

    /** Runs the work on each, numbered from 0; throws what one of them threw. */
    public static void run(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                running.add(threads.submit(() -> {
                    work.of(thread);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw e;
        } finally {
            threads.shutdownNow();
        }
    }
}
