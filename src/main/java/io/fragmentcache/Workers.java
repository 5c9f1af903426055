package io.fragmentcache;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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
record Workers(ExecutorService executor) {
    private static final int VIRTUAL_THREADS_SINCE = 21;

    /** As many as the regenerator may use at a time; it asks for no more. */
    static int usualNumber() {
        return Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
    }

    static Workers start() {
        return new Workers(Runtime.version().feature() >= VIRTUAL_THREADS_SINCE ? virtual() : platform());
    }

    /**
     * Interrupts what still runs, and waits until the threads have ended: a container that finds one alive after the
     * application was closed takes it for a leak.
     */
    void close(Duration patience) throws InterruptedException {
        executor.shutdownNow();
        executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ExecutorService platform() {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory daemons = job -> {
            Thread thread = new Thread(job, "fragment-cache-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return Executors.newCachedThreadPool(daemons);
    }

    /** Compiled for Java 17, so the method of Java 21 is looked up. */
    private static ExecutorService virtual() {
        try {
            MethodHandle start = MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
            return (ExecutorService) start.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("This JVM should have virtual threads, and does not.", e);
        }
    }
}
