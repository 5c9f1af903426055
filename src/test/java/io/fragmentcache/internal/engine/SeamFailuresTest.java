package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.internal.Survivable;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Versioned;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.spi.StoreFailed;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.StoreStats;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each seam throws, and what the visitor sees. */
class SeamFailuresTest {
    private static final Set<String> OPENING = Set.of("stamps", "onEviction", "hashCode", "toString", "equals");

    static List<Supplier<Throwable>> everyKind() {
        return List.of(
                () -> new IllegalStateException("unchecked"),
                () -> new IOException("checked, and not declared"),
                () -> new AssertionError("an error of a driver"),
                () -> new NoClassDefFoundError("io/lettuce/Absent"),
                () -> new ExceptionInInitializerError("its class"),
                StackOverflowError::new,
                () -> new InterruptedException("taken for an exception"));
    }

    record Tea(String name) implements Versioned {
        @Override
        public Object cacheId() {
            return 1;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    @AfterEach
    void clearInterrupt() {
        assertThat(Thread.interrupted()).isIn(true, false);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whateverAStoreThrowsIsAMissAndEachPageIsRendered(Supplier<Throwable> kind) {
        List<String> failed = new ArrayList<>();
        EngineStage bench = new EngineStage(broken(kind), new HandClock(), builder -> builder);
        bench.cache.listen(new Listener() {
            @Override
            public void storeFailed(StoreFailed event) {
                failed.add(event.operation());
            }
        });
        assertThat(bench.text("a", bench.now("text"))).isEqualTo("text");
        assertThat(bench.text("a", bench.now("text"))).isEqualTo("text");
        bench.cache.touch("Tea", 1);
        bench.cache.close();
        assertThat(bench.renders).hasValue(2);
        assertThat(failed).contains("read", "write", "close");
    }

    /** Meters, the endpoint and the inspector ask for these, the meters while the application starts. */
    @ParameterizedTest
    @MethodSource("everyKind")
    void aStoreThatFailsToTellHowItIsBreaksNoReport(Supplier<Throwable> kind) {
        EngineStage bench = new EngineStage(broken(kind), new HandClock(), builder -> builder);
        assertThat(bench.cache.stats()).singleElement().satisfies(stats -> {
            assertThat(stats.entries()).isEqualTo(StoreStats.UNKNOWN);
            assertThat(stats.evictions()).isEqualTo(StoreStats.UNKNOWN);
        });
        assertThat(bench.cache.describeStores()).singleElement().asString().endsWith(", which does not tell how it is");
        bench.cache.close();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whateverAListenerThrowsIsLoggedAndNothingElse(Supplier<Throwable> kind) {
        EngineStage bench = new EngineStage();
        bench.cache.listen(new Listener() {
            @Override
            public void lookedUp(LookedUp event) {
                throw Survivable.rethrow(kind.get());
            }

            @Override
            public void rendered(Rendered event) {
                throw Survivable.rethrow(kind.get());
            }

            @Override
            public void touched(Touched event) {
                throw Survivable.rethrow(kind.get());
            }
        });
        assertThat(bench.text("a", bench.now("text"))).isEqualTo("text");
        assertThat(bench.text("a", bench.now("text"))).isEqualTo("text");
        bench.cache.touchEverything();
        assertThat(bench.renders).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aTouchThatTheStampsOfAStoreDoNotTakeIsNotLost(Supplier<Throwable> kind) {
        CaffeineStore memory = CaffeineStore.ofMegabytes(1);
        Store store = proxy(memory, (method, answer) -> {
            if (!method.equals("stamps")) {
                return answer.get();
            }
            Stamps stamps = (Stamps) answer.get();
            return Proxy.newProxyInstance(
                    Stamps.class.getClassLoader(), new Class<?>[] {Stamps.class}, (proxy, called, arguments) -> {
                        if (called.getName().equals("touch")) {
                            throw Survivable.rethrow(kind.get());
                        }
                        return called.invoke(stamps, arguments);
                    });
        });
        EngineStage bench = new EngineStage(store, new HandClock(), builder -> builder);
        assertThat(bench.text(new Tea("a"), bench.now("old"))).isEqualTo("old");
        bench.cache.touch(new Tea("a"));
        Thread.interrupted();
        assertThat(bench.text(new Tea("a"), bench.now("new"))).isEqualTo("new");
        assertThat(bench.text(new Tea("a"), bench.now("never"))).isEqualTo("new");
        bench.cache.expire(Tag.of("Tea:1"));
        Thread.interrupted();
        assertThat(bench.text(new Tea("a"), bench.now("newest"))).isEqualTo("newest");
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whateverABodyThrowsReachesItsPageAsItIsAndTheNextPageTriesAgain(Supplier<Throwable> kind) {
        EngineStage bench = new EngineStage();
        Throwable thrown = kind.get();
        assertThatThrownBy(() -> bench.text("a", () -> {
                    throw Survivable.rethrow(thrown);
                }))
                .isSameAs(thrown);
        Thread.interrupted();
        assertThat(bench.cache.engine().inspection().rendersInFlight()).isZero();
        assertThat(bench.text("a", bench.now("fine"))).isEqualTo("fine");
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whateverABodyThrowsInTheBackgroundLeavesTheOldText(Supplier<Throwable> kind) {
        EngineStage bench = new EngineStage();
        bench.text("a", bench.now("old"));
        bench.wait("11m");
        Supplier<String> fails = () -> {
            throw Survivable.rethrow(kind.get());
        };
        assertThat(bench.text("a", fails)).isEqualTo("old");
        bench.runBackground();
        assertThat(bench.failures).hasValue(1);
        assertThat(bench.text("a", fails)).isEqualTo("old");
        bench.wait("1h");
        assertThatThrownBy(() -> bench.text("b", fails)).isInstanceOf(Throwable.class);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whateverAPropagatorThrowsLeavesTheRegenerationOut(Supplier<Throwable> kind) {
        EngineStage bench = new EngineStage(builder -> builder.propagate(() -> {
            throw Survivable.rethrow(kind.get());
        }));
        bench.text("a", bench.now("old"));
        bench.wait("11m");
        assertThat(bench.text("a", bench.now("new"))).isEqualTo("old");
        bench.runBackground();
        assertThat(bench.renders).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void thoseWhoJoinAreToldAtOnceWhateverTheBodyThrows(Supplier<Throwable> kind) throws Exception {
        EngineStage bench = new EngineStage(builder -> builder.joinTimeout(java.time.Duration.ofDays(1)));
        CountDownLatch go = new CountDownLatch(1);
        Throwable thrown = kind.get();
        Supplier<String> body = () -> {
            EngineStage.await(go);
            throw Survivable.rethrow(thrown);
        };
        CompletableFuture<Throwable> pilot = inThread(bench, body);
        CompletableFuture<Throwable> joiner = inThread(bench, body);
        go.countDown();
        assertThat(pilot.get()).isSameAs(thrown);
        assertThat(joiner.get()).isSameAs(thrown);
    }

    @Test
    void theErrorOfARefusedRenderingIsToldToItsOwnVisitorOnly() throws Exception {
        EngineStage bench = new EngineStage(builder -> builder.joinTimeout(java.time.Duration.ofDays(1)));
        CountDownLatch renders = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Throwable> zoe = ask(bench, doll -> {
            doll.refuse("it reads param.q, which its key does not hold");
            renders.countDown();
            EngineStage.await(go);
            throw new IllegalArgumentException("no product 'zoe'");
        });
        EngineStage.await(renders);
        CountDownLatch told = new CountDownLatch(1);
        CompletableFuture<Throwable> bob = ask(bench, doll -> {
            // Once his text is stored, it is shown to her in place of the error.
            EngineStage.await(told);
            return new Body.Text("bob");
        });
        go.countDown();
        assertThat(zoe.get()).hasMessage("no product 'zoe'");
        told.countDown();
        assertThat(bob.get()).as("rendered for himself").hasMessage("bob");
    }

    @Test
    void theErrorOfARefusedRenderingIsNotRememberedHoweverOften() {
        EngineStage bench = new EngineStage();
        AtomicInteger tries = new AtomicInteger();
        for (int i = 1; i <= 5; i++) {
            String visitor = "visitor " + i;
            assertThatThrownBy(() -> bench.ask("a", EngineStage.LIFETIME, null, doll -> {
                        tries.incrementAndGet();
                        doll.refuse("it reads session.user");
                        throw new IllegalArgumentException(visitor);
                    }))
                    .hasMessage(visitor);
        }
        assertThat(tries).hasValue(5);
    }

    private static CompletableFuture<Throwable> inThread(EngineStage bench, Supplier<String> body)
            throws InterruptedException {
        return ask(bench, doll -> new Body.Text(body.get()));
    }

    /** Starts a thread that asks, and returns when it waits: in its body, or for another. What it was shown is a message. */
    private static CompletableFuture<Throwable> ask(EngineStage bench, Body body) throws InterruptedException {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                end.complete(new Throwable(bench.ask("a", EngineStage.LIFETIME, null, body)));
            } catch (Throwable e) {
                end.complete(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        while (!end.isDone()
                && thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return end;
    }

    private static Store broken(Supplier<Throwable> kind) {
        return proxy(CaffeineStore.ofMegabytes(1), (method, answer) -> {
            if (OPENING.contains(method)) {
                return answer.get();
            }
            throw Survivable.rethrow(kind.get());
        });
    }

    private interface Answers {
        Object of(String method, Supplier<Object> answer);
    }

    private static Store proxy(Store store, Answers answers) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(),
                new Class<?>[] {Store.class},
                (proxy, method, arguments) -> answers.of(method.getName(), () -> {
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw Survivable.rethrow(e.getTargetException());
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }
}
