package io.fragmentcache.internal.background;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that regenerate: virtual ones where the JVM has them, else daemon threads. As many as are asked for: the
 * regenerator has its own limit, and replaces those that hang.
 */
public record Workers(ExecutorService executor) {
    private static final int VIRTUAL_THREADS_SINCE = 21;

    /** As many as the regenerator may use at a time; it asks for no more. */
    public static int usualNumber() {
        return Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
    }

    /**
     * Threads that inherit nothing of the one that starts them, which serves some visitor: who that is must not reach what
     * is shown to all. They find classes as the application does that builds the cache.
     */
    public static Workers start() {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        boolean hasVirtual = Runtime.version().feature() >= VIRTUAL_THREADS_SINCE;
        ThreadFactory threads = hasVirtual ? virtual() : platform();
        ThreadFactory ours = job -> {
            Thread thread = threads.newThread(job);
            thread.setContextClassLoader(application);
            return thread;
        };
        return new Workers(hasVirtual ? threadForEach(ours) : Executors.newCachedThreadPool(ours));
    }

    /**
     * Interrupts what still runs, and waits until the threads have ended: a container that finds one alive after the
     * application was closed takes it for a leak.
     */
    public void close(Duration patience) throws InterruptedException {
        executor.shutdownNow();
        executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ThreadFactory platform() {
        AtomicInteger count = new AtomicInteger();
        return job -> {
            Thread thread = new Thread(null, job, "fragment-cache-" + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Compiled for Java 17, so the methods of Java 21 are looked up. */
    private static ThreadFactory virtual() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            type.getMethod("name", String.class, long.class).invoke(builder, "fragment-cache-", 1L);
            type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM should have virtual threads, and does not.", e);
        }
    }

    private static ExecutorService threadForEach(ThreadFactory threads) {
        try {
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, threads);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM should have virtual threads, and does not.", e);
        }
    }
}
