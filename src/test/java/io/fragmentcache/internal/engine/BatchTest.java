package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.spi.Outcome;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.store.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows of a loop are stored together, and nobody waits for what nobody will bring. */
class BatchTest {
    private final EngineStage bench = new EngineStage(builder -> builder.renderTimeout(Duration.ofDays(1)));
    private final Engine engine = bench.cache.engine();

    @AfterEach
    void close() {
        bench.cache.close();
    }

    @Test
    void whatIsRenderedIsStoredWhenTheLoopEndsAndNotBefore() {
        try (Batch batch = engine.batch()) {
            render(batch, "a");
            render(batch, "b");
            assertThat(stored("a")).isFalse();
            assertThat(engine.inspection().rendersInFlight()).isEqualTo(2);
        }
        assertThat(stored("a")).isTrue();
        assertThat(stored("b")).isTrue();
        assertThat(engine.inspection().rendersInFlight()).isZero();
    }

    @Test
    void theSameLoopFindsWhatItRendered() {
        try (Batch batch = engine.batch()) {
            render(batch, "a");
            Entry rendered = batch.of(EngineStage.key("a"));
            assertThat(rendered).isNotNull();
            assertThat(rendered.text()).isEqualTo("text of a");
            assertThat(batch.of(EngineStage.key("b"))).isNull();
        }
    }

    @Test
    void anExceptionKeepsWhatWasRenderedBeforeAndLeavesNoFlightBehind() {
        assertThatThrownBy(() -> {
                    try (Batch batch = engine.batch()) {
                        render(batch, "a");
                        engine.render(
                                miss("b"),
                                doll -> {
                                    throw new IllegalStateException("no tea");
                                },
                                batch);
                    }
                })
                .hasMessage("no tea");
        assertThat(stored("a")).isTrue();
        assertThat(stored("b")).isFalse();
        assertThat(engine.inspection().rendersInFlight()).isZero();
    }

    @Test
    void aRowThatHangsWithholdsNoEarlierRow() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread loop = new Thread(() -> {
            try (Batch batch = engine.batch()) {
                render(batch, "a");
                engine.render(
                        miss("b"),
                        doll -> {
                            hanging.countDown();
                            EngineStage.await(end);
                            return new Body.Text("text of b");
                        },
                        batch);
            }
        });
        loop.start();
        hanging.await();
        assertThat(engine.render(miss("a"), doll -> new Body.Text("mine")).text())
                .isEqualTo("text of a");
        end.countDown();
        loop.join();
        assertThat(stored("a")).isTrue();
        assertThat(stored("b")).isTrue();
        assertThat(engine.inspection().rendersInFlight()).isZero();
    }

    /** Asked for by another loop, by a fragment around it, and by a regeneration; the row hangs in what is inside of it. */
    @Test
    void norFromAnotherLoopNorFromAFragmentAround() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread loop = new Thread(() -> {
            try (Batch batch = engine.batch()) {
                render(batch, "a");
                render(batch, "b");
                engine.render(
                        miss("c"),
                        row -> {
                            Lookup inner = engine.lookup(
                                    EngineStage.fragment("inner", EngineStage.LIFETIME), new Lookup.Place(row, null));
                            return new Body.Text(engine.render(inner, doll -> {
                                        hanging.countDown();
                                        EngineStage.await(end);
                                        return new Body.Text("inner");
                                    })
                                    .finished());
                        },
                        batch);
            }
        });
        loop.start();
        hanging.await();
        try (Batch other = engine.batch()) {
            assertThat(engine.render(miss("b"), doll -> new Body.Text("mine"), other)
                            .text())
                    .isEqualTo("text of b");
        }
        assertThat(engine.render(miss("around"), doll -> {
                            Lookup row = engine.lookup(
                                    EngineStage.fragment("a", EngineStage.LIFETIME), new Lookup.Place(doll, null));
                            Entry shown = row.outcome() == Outcome.MISS
                                    ? engine.render(row, inside -> new Body.Text("mine"))
                                    : row.shown();
                            return new Body.Text(shown.finished());
                        })
                        .text())
                .isEqualTo("text of a");
        end.countDown();
        loop.join();
        assertThat(List.of(stored("a"), stored("b"), stored("c"), stored("around")))
                .containsOnly(true);
        assertThat(engine.inspection().rendersInFlight()).isZero();
    }

    @Test
    void whoJoinedBeforeTheRowWasRenderedIsShownItBeforeTheLoopEnds() throws Exception {
        CompletableFuture<String> joined = new CompletableFuture<>();
        CountDownLatch flying = new CountDownLatch(1);
        CountDownLatch land = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread loop = new Thread(() -> {
            try (Batch batch = engine.batch()) {
                engine.render(
                        miss("a"),
                        doll -> {
                            flying.countDown();
                            EngineStage.await(land);
                            return new Body.Text("text of a");
                        },
                        batch);
                EngineStage.await(end);
            }
        });
        loop.start();
        flying.await();
        Thread joiner = new Thread(() -> joined.complete(
                engine.render(miss("a"), doll -> new Body.Text("mine")).text()));
        joiner.start();
        waitUntilBlocked(joiner);
        land.countDown();
        assertThat(joined.get()).isEqualTo("text of a");
        end.countDown();
        loop.join();
    }

    @Test
    void twoLoopsThatRenderInOppositeOrderDoNotWaitForEachOther() throws Exception {
        CountDownLatch bothRenderedTheirFirst = new CountDownLatch(2);
        CompletableFuture<List<String>> forwards = inLoop(bothRenderedTheirFirst, "a", "b");
        CompletableFuture<List<String>> backwards = inLoop(bothRenderedTheirFirst, "b", "a");
        assertThat(forwards.get()).containsExactly("text of a", "text of b");
        assertThat(backwards.get()).containsExactly("text of b", "text of a");
        assertThat(engine.inspection().rendersInFlight()).isZero();
    }

    @Test
    void whoWaitsInsideARowStoresTheRowsBeforeItFirst() throws Exception {
        CountDownLatch flying = new CountDownLatch(1);
        CountDownLatch land = new CountDownLatch(1);
        Thread other = new Thread(() -> engine.render(miss("inner"), doll -> {
            flying.countDown();
            EngineStage.await(land);
            return new Body.Text("inner");
        }));
        other.start();
        flying.await();
        CompletableFuture<Boolean> storedFirst = new CompletableFuture<>();
        Thread loop = new Thread(() -> {
            try (Batch batch = engine.batch()) {
                render(batch, "a");
                engine.render(
                        miss("b"),
                        row -> {
                            Lookup inner = engine.lookup(
                                    EngineStage.fragment("inner", EngineStage.LIFETIME), new Lookup.Place(row, null));
                            return new Body.Text(engine.render(inner, doll -> new Body.Text("mine"))
                                    .finished());
                        },
                        batch);
            }
        });
        loop.start();
        waitUntilBlocked(loop);
        storedFirst.complete(stored("a"));
        land.countDown();
        loop.join();
        other.join();
        assertThat(storedFirst.get()).isTrue();
        assertThat(stored("b")).isTrue();
    }

    @Test
    void aLoopThatTakesLongDoesNotKeepItsFirstRowsFromOthers() {
        try (Batch batch = engine.batch()) {
            render(batch, "a");
            bench.wait(Duration.ofMillis(11));
            render(batch, "b");
            assertThat(stored("a")).isTrue();
            assertThat(engine.inspection().rendersInFlight()).isZero();
        }
    }

    @Test
    void whatIsNotToBeRememberedIsNotFoundInTheLoopEither() {
        try (Batch batch = engine.batch()) {
            engine.render(
                    miss("a"),
                    doll -> {
                        doll.refuse("for one only");
                        return new Body.Text("secret");
                    },
                    batch);
            assertThat(batch.of(EngineStage.key("a"))).isNull();
            assertThat(engine.inspection().rendersInFlight()).isZero();
        }
        assertThat(stored("a")).isFalse();
    }

    private CompletableFuture<List<String>> inLoop(CountDownLatch rendered, String first, String second) {
        CompletableFuture<List<String>> shown = new CompletableFuture<>();
        new Thread(() -> {
                    List<String> texts = new ArrayList<>();
                    try (Batch batch = engine.batch()) {
                        texts.add(render(batch, first));
                        rendered.countDown();
                        EngineStage.await(rendered);
                        texts.add(render(batch, second));
                    } catch (RuntimeException | Error e) {
                        shown.completeExceptionally(e);
                    }
                    shown.complete(texts);
                })
                .start();
        return shown;
    }

    private String render(Batch batch, String key) {
        return engine.render(miss(key), doll -> new Body.Text("text of " + key), batch)
                .text();
    }

    private Lookup miss(String key) {
        return engine.lookup(EngineStage.fragment(key, EngineStage.LIFETIME), Lookup.Place.NOWHERE);
    }

    private boolean stored(String key) {
        return miss(key).outcome() == Outcome.HIT;
    }

    private static void waitUntilBlocked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
