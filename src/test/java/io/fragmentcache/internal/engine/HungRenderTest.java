package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.problem.Problem;
import io.fragmentcache.stage.EngineStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rendering that does not come back: it is given up, and what it brings late never replaces what is newer. */
class HungRenderTest {
    private final EngineStage bench = new EngineStage(builder -> builder.workers(1));
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        go.countDown();
    }

    @Test
    void aRegenerationThatHangsIsGivenUpAndTheNextOneIsDone() {
        Crowd worker = regenerationThatHangs();
        bench.wait("30s");
        assertThat(bench.text("k", () -> "new")).isEqualTo("old");
        assertThat(bench.cache.backlog().abandoned()).isEqualTo(1);
        assertThat(bench.failures).hasValue(1);
        // It counts as a failure: tried again after a second.
        bench.wait("1s");
        bench.text("k", () -> "new");
        bench.runBackground();
        assertThat(bench.text("k", () -> "newer")).isEqualTo("new");
        go.countDown();
        worker.end();
        assertThat(bench.text("k", () -> "newer")).isEqualTo("new");
        assertThat(bench.cache.backlog().abandoned()).isZero();
    }

    @Test
    void itsLateResultIsTakenWhereNothingNewerIsThere() {
        Crowd worker = regenerationThatHangs();
        bench.wait("30s");
        assertThat(bench.text("k", () -> "new")).isEqualTo("old");
        go.countDown();
        worker.end();
        assertThat(bench.text("k", () -> "new")).isEqualTo("late");
    }

    @Test
    void itsLateResultIsOutdatedByATouchWhileItHung() {
        Crowd worker = regenerationThatHangs();
        bench.cache.touchEverything();
        go.countDown();
        worker.end();
        assertThat(bench.text("k", () -> "new")).isEqualTo("new");
    }

    @Test
    void whoWaitsForAVisitorThatHangsRendersForHimselfAndTheNextOneToo() {
        Crowd hung = visitorThatHangs();
        Crowd joiner = Crowd.start(1, () -> bench.text("k", () -> "own"));
        joiner.awaitWaiting(1);
        bench.wait("30s");
        assertThat(bench.text("k", () -> "new")).isIn("new", "own");
        assertThat(joiner.end().get(0)).isIn("new", "own");
        go.countDown();
        String shown = (String) hung.end().get(0);
        assertThat(shown).isIn("new", "own");
        assertThat(bench.text("k", () -> "newer")).isEqualTo(shown);
    }

    @Test
    void whoWaitsForAVisitorThatHangsIsShownTheOldOneWhereThereIsOne() {
        bench.text("k", () -> "old");
        bench.wait("21m");
        Crowd hung = visitorThatHangs();
        Crowd joiner = Crowd.start(1, () -> bench.text("k", () -> "own"));
        joiner.awaitWaiting(1);
        bench.wait("30s");
        assertThat(bench.text("k", () -> "new")).isEqualTo("new");
        assertThat(joiner.end()).containsExactly("old");
        go.countDown();
        hung.end();
    }

    @Test
    void theListenerIsToldWhatHangs() {
        Crowd worker = regenerationThatHangs();
        bench.wait("30s");
        bench.text("k", () -> "new");
        assertThat(bench.lastFailure)
                .isInstanceOf(Problem.class)
                .hasMessage("Rendering 'text :: page' takes longer than 30s, so no request waits for it any more. Give"
                        + " what it calls a time-out of its own, or raise renderTimeout(..) in the builder.");
        go.countDown();
        worker.end();
    }

    private Crowd regenerationThatHangs() {
        bench.text("k", () -> "old");
        bench.wait("11m");
        bench.text("k", this::hang);
        Crowd worker = Crowd.start(1, bench.executor::runOne);
        EngineStage.await(hangs);
        return worker;
    }

    private Crowd visitorThatHangs() {
        Crowd visitor = Crowd.start(1, () -> bench.text("k", this::hang));
        EngineStage.await(hangs);
        return visitor;
    }

    private String hang() {
        hangs.countDown();
        EngineStage.await(go);
        return "late";
    }
}
