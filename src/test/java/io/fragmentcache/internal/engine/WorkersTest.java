package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.background.Workers;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The threads that a cache starts by itself. */
class WorkersTest {
    private static final Duration PLENTY = Duration.ofMinutes(1);

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @Test
    void closingInterruptsAndWaitsUntilTheThreadsHaveEnded() throws InterruptedException {
        Workers workers = Workers.start();
        CountDownLatch runs = new CountDownLatch(1);
        workers.executor().execute(() -> {
            runs.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                done.add("told to stop");
            }
            done.add("ended");
        });
        EngineStage.await(runs);
        workers.close(PLENTY);
        assertThat(done).containsExactly("told to stop", "ended");
        assertThat(workers.executor().isTerminated()).isTrue();
    }

    @Test
    void oneThatDoesNotMindIsNotWaitedForLongerThanSaid() throws InterruptedException {
        Workers workers = Workers.start();
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        workers.executor().execute(() -> {
            runs.countDown();
            boolean over = false;
            while (!over) {
                try {
                    go.await();
                    over = true;
                } catch (InterruptedException e) {
                    done.add("does not mind");
                }
            }
        });
        EngineStage.await(runs);
        workers.close(Duration.ofMillis(1));
        assertThat(workers.executor().isTerminated()).isFalse();
        go.countDown();
        assertThat(workers.executor().awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void theyAreVirtualWhereTheJvmHasSuch() throws InterruptedException {
        Workers workers = Workers.start();
        CompletableFuture<Boolean> daemon = new CompletableFuture<>();
        CompletableFuture<String> group = new CompletableFuture<>();
        workers.executor().execute(() -> {
            Thread thread = Thread.currentThread();
            daemon.complete(thread.isDaemon());
            // A thread that has ended has none.
            ThreadGroup its = thread.getThreadGroup();
            group.complete(its == null ? "" : its.getName());
        });
        assertThat(daemon.join()).isTrue();
        // Virtual threads have one group of their own, on any JVM that has them; none has it before 21.
        assertThat(group.join().equals("VirtualThreads"))
                .isEqualTo(Runtime.version().feature() >= 21);
        workers.close(PLENTY);
    }

    @Test
    void theyInheritNothingOfTheVisitorWhoseThreadStartsThem() throws InterruptedException {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        ClassLoader applications = new URLClassLoader(new URL[0], getClass().getClassLoader());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        try {
            Thread.currentThread().setContextClassLoader(applications);
            Workers workers = Workers.start();
            Thread.currentThread().setContextClassLoader(before);
            user.set("Ada");
            workers.executor().execute(() -> {
                seen.add(String.valueOf(user.get()));
                seen.add(Thread.currentThread().getContextClassLoader());
            });
            workers.executor().shutdown();
            assertThat(workers.executor().awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            user.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(seen).containsExactly("null", applications);
    }

    @Test
    void theStoreIsClosedAfterTheLastRegenerationWasStored() {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        FragmentCache cache =
                FragmentCache.over(telling(CaffeineStore.ofMegabytes(1))).build();
        cache.text("page", 1, Lifetime.of("10m"), () -> "old");
        cache.engine().sourced().offer(EngineStage.key(1), () -> {
            runs.countDown();
            EngineStage.await(closing);
            cache.text("page", 2, Lifetime.of("10m"), () -> "last");
        });
        EngineStage.await(runs);
        Crowd closer = Crowd.start(1, () -> {
            cache.close();
            return List.of();
        });
        closer.awaitWaiting(1);
        closing.countDown();
        closer.end();
        assertThat(done).containsExactly("old STORED", "last STORED", "closed");
    }

    /** This store, telling what becomes of it. */
    private Store telling(Store store) {
        InvocationHandler tell = (proxy, method, arguments) -> {
            Object result = method.invoke(store, arguments);
            if (method.getName().equals("write")) {
                done.add(((Entry) arguments[0]).text() + " " + result);
            } else if (method.getName().equals("close")) {
                done.add("closed");
            }
            return result;
        };
        return (Store) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Store.class}, tell);
    }
}
