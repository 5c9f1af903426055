package io.fragmentcache.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Threads that all do the same at the same time. */
final class Crowd {
    static final int USUAL = 32;

    private final List<FutureTask<Object>> tasks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private Crowd() {}

    /** What each of so many threads got: what it returned, or what was thrown. */
    static List<Object> of(int many, Callable<?> each) {
        Crowd crowd = start(many, each);
        return crowd.end();
    }

    static Crowd start(int many, Callable<?> each) {
        Crowd crowd = new Crowd();
        CountDownLatch go = new CountDownLatch(many);
        for (int i = 0; i < many; i++) {
            FutureTask<Object> task = new FutureTask<>(() -> {
                go.countDown();
                go.await();
                return each.call();
            });
            Thread thread = new Thread(task, "crowd-" + i);
            thread.setDaemon(true);
            crowd.tasks.add(task);
            crowd.threads.add(thread);
            thread.start();
        }
        return crowd;
    }

    List<Object> end() {
        List<Object> results = new ArrayList<>();
        for (FutureTask<Object> task : tasks) {
            try {
                results.add(task.get());
            } catch (ExecutionException thrown) {
                results.add(thrown.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return results;
    }

    /** Returns once so many of them wait for something that has a deadline. */
    void awaitWaiting(int many) {
        while (threads.stream()
                        .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                        .count()
                < many) {
            Thread.onSpinWait();
        }
    }
}
