package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.internal.background.Regenerator;
import io.fragmentcache.internal.background.Work;
import io.fragmentcache.key.Key;
import io.fragmentcache.spi.Backlog;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.stage.HandExecutor;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The queue of what is regenerated behind its readers. */
class RegeneratorTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HandClock clock = new HandClock();
    private final HandExecutor executor = new HandExecutor();
    private final List<Object> done = new ArrayList<>();
    private final List<Key> abandoned = new ArrayList<>();
    private final Regenerator regenerator = over(executor, 1, 3);

    @Test
    void aKeyWaitsOnce() {
        assertThat(offer("a", MINUTE)).isTrue();
        assertThat(offer("a", MINUTE)).isFalse();
        assertThat(wants("a", MINUTE)).isFalse();
        executor.runAll();
        assertThat(done).containsExactly("a");
        assertThat(wants("a", MINUTE)).isTrue();
    }

    @Test
    void aKeyIsNotWantedWhileItIsRegenerated() {
        List<Boolean> wanted = new ArrayList<>();
        regenerator.offer(EngineStage.key("a"), until(MINUTE), () -> wanted.add(wants("a", MINUTE)));
        executor.runAll();
        assertThat(wanted).containsExactly(false);
    }

    @Test
    void whatWillBeMissedFirstGoesFirst() {
        offer("late", MINUTE.multipliedBy(3));
        offer("soon", MINUTE);
        offer("later", MINUTE.multipliedBy(5));
        executor.runAll();
        assertThat(done).containsExactly("soon", "late", "later");
    }

    @Test
    void ofThoseMissedAtTheSameTimeTheOneAskedForMostGoesFirst() {
        offer("cold", MINUTE);
        offer("hot", MINUTE);
        offer("warm", MINUTE);
        wants("hot", MINUTE);
        wants("hot", MINUTE);
        wants("warm", MINUTE);
        executor.runAll();
        assertThat(done).containsExactly("hot", "warm", "cold");
    }

    @Test
    void ofEqualsTheFirstGoesFirst() {
        offer("a", MINUTE);
        clock.move(Duration.ofSeconds(1));
        regenerator.offer(EngineStage.key("b"), until(Duration.ofSeconds(59)), work("b"));
        executor.runAll();
        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void aPausedOneTakesAndStartsNothing() throws InterruptedException {
        offer("a", MINUTE);
        regenerator.pause(MINUTE);
        assertThat(offer("b", MINUTE)).isFalse();
        assertThat(wants("b", MINUTE)).isFalse();
        executor.runAll();
        assertThat(done).isEmpty();
    }

    @Test
    void whatWaitedIsDoneAfterAPause() throws InterruptedException {
        offer("a", MINUTE);
        regenerator.pause(MINUTE);
        executor.runAll();
        regenerator.resume();
        assertThat(offer("b", MINUTE)).isTrue();
        executor.runAll();
        assertThat(done).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void resumingTwiceStartsNoMoreWorkersThanThereAre() throws InterruptedException {
        List<Integer> running = new ArrayList<>();
        offer("a", MINUTE);
        regenerator.pause(MINUTE);
        regenerator.resume();
        regenerator.resume();
        regenerator.offer(
                EngineStage.key("b"),
                until(MINUTE),
                () -> running.add(regenerator.backlog().running()));
        executor.runAll();
        assertThat(running).containsExactly(1);
    }

    @Test
    void pausingWaitsForWhatRuns() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Regenerator threaded = over(command -> new Thread(command).start(), 1, 3);
        threaded.offer(EngineStage.key("a"), until(MINUTE), () -> {
            started.countDown();
            EngineStage.await(go);
            return done.add("a");
        });
        EngineStage.await(started);
        Thread release = new Thread(go::countDown);
        release.start();
        threaded.pause(MINUTE);
        assertThat(done).containsExactly("a");
    }

    @Test
    void whatIsMissedAlreadyGoesLast() {
        offer("gone", Duration.ofSeconds(-1));
        offer("saved", MINUTE);
        executor.runAll();
        assertThat(done).containsExactly("saved", "gone");
    }

    @Test
    void aFullQueueDropsTheLessUrgentAndCountsIt() {
        offer("a", MINUTE);
        offer("b", MINUTE);
        offer("c", MINUTE.multipliedBy(2));
        assertThat(offer("d", MINUTE.multipliedBy(3))).isFalse();
        assertThat(offer("e", MINUTE)).isTrue();
        assertThat(regenerator.backlog().waiting()).isEqualTo(3);
        assertThat(regenerator.backlog().dropped()).isEqualTo(2);
        executor.runAll();
        assertThat(done).containsExactlyInAnyOrder("a", "b", "e");
    }

    @Test
    void whatWasDroppedIsNotWantedForASecondEvenIfThereIsRoom() {
        offer("a", MINUTE);
        offer("b", MINUTE);
        offer("c", MINUTE);
        assertThat(wants("d", MINUTE.multipliedBy(2))).isFalse();
        executor.runAll();
        assertThat(wants("d", MINUTE)).isFalse();
        clock.move(Duration.ofMillis(999));
        assertThat(wants("d", MINUTE)).isFalse();
        clock.move(Duration.ofMillis(1));
        assertThat(wants("d", MINUTE)).isTrue();
    }

    @Test
    void whatCouldNotBeDoneIsNotWantedForASecond() {
        regenerator.offer(EngineStage.key("a"), until(MINUTE), () -> false);
        executor.runAll();
        assertThat(wants("a", MINUTE)).isFalse();
        clock.move(Duration.ofSeconds(1));
        assertThat(wants("a", MINUTE)).isTrue();
    }

    @Test
    void aJobThatThrowsDoesNotKeepTheOthersFromBeingDone() {
        regenerator.offer(EngineStage.key("a"), until(MINUTE), () -> {
            throw new IllegalStateException("broken");
        });
        offer("b", MINUTE.multipliedBy(2));
        executor.runAll();
        assertThat(done).containsExactly("b");
    }

    @Test
    void depthAndAgeOfTheHeadAreVisible() {
        assertThat(regenerator.backlog()).isEqualTo(new Backlog(0, Duration.ZERO, 0, 0, 0));
        offer("a", MINUTE);
        clock.move(Duration.ofSeconds(3));
        offer("b", MINUTE);
        clock.move(Duration.ofSeconds(2));
        assertThat(regenerator.backlog()).isEqualTo(new Backlog(2, Duration.ofSeconds(5), 0, 0, 0));
    }

    @Test
    void anExecutorThatRefusesLeavesNothingBehind() {
        Executor refusing = job -> {
            throw new RejectedExecutionException("full");
        };
        Regenerator refused = over(refusing, 1, 3);
        assertThat(refused.offer(EngineStage.key("a"), until(MINUTE), work("a")))
                .isFalse();
        assertThat(refused.backlog().waiting()).isZero();
        clock.move(Duration.ofSeconds(1));
        assertThat(refused.wants(EngineStage.key("a"), until(MINUTE), now())).isTrue();
    }

    @Test
    void closedItForgetsWhatWaitsAndTakesNothingMore() throws InterruptedException {
        offer("a", MINUTE);
        regenerator.close(Duration.ofSeconds(5));
        executor.runAll();
        assertThat(done).isEmpty();
        assertThat(wants("b", MINUTE)).isFalse();
        assertThat(offer("b", MINUTE)).isFalse();
    }

    @Test
    void closingWaitsForWhatRuns() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        regenerator.offer(EngineStage.key("a"), until(MINUTE), () -> {
            runs.countDown();
            EngineStage.await(go);
            return done.add("a");
        });
        Crowd worker = Crowd.start(1, executor::runOne);
        EngineStage.await(runs);
        Crowd closer = Crowd.start(1, () -> {
            regenerator.close(Duration.ofSeconds(5));
            return List.copyOf(done);
        });
        closer.awaitWaiting(1);
        go.countDown();
        assertThat(closer.end()).containsExactly(List.of("a"));
        worker.end();
    }

    @Test
    void oneThatHangsIsGivenUpAndAnotherWorkerTakesItsPlace() {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        regenerator.offer(EngineStage.key("hangs"), until(MINUTE), () -> {
            runs.countDown();
            EngineStage.await(go);
            return done.add("hangs");
        });
        Crowd worker = Crowd.start(1, executor::runOne);
        EngineStage.await(runs);
        offer("next", MINUTE);
        clock.move(Duration.ofSeconds(29));
        assertThat(wants("hangs", MINUTE)).isFalse();
        executor.runAll();
        assertThat(done).isEmpty();

        clock.move(Duration.ofSeconds(1));
        assertThat(wants("hangs", MINUTE)).isTrue();
        assertThat(abandoned).containsExactly(EngineStage.key("hangs"));
        assertThat(regenerator.backlog().abandoned()).isEqualTo(1);
        executor.runAll();
        assertThat(done).containsExactly("next");

        go.countDown();
        worker.end();
        assertThat(done).containsExactly("next", "hangs");
        assertThat(regenerator.backlog()).isEqualTo(new Backlog(0, Duration.ZERO, 0, 0, 0));
        offer("after", MINUTE);
        executor.runAll();
        assertThat(done).containsExactly("next", "hangs", "after");
    }

    private Regenerator over(Executor threads, int workers, int bound) {
        long limit = Micros.of(Duration.ofSeconds(30));
        return new Regenerator(
                threads, new Regenerator.Limits(workers, bound, limit, this::now), clock, abandoned::add);
    }

    private boolean offer(String name, Duration shownFor) {
        return regenerator.offer(EngineStage.key(name), until(shownFor), work(name));
    }

    private boolean wants(String name, Duration shownFor) {
        return regenerator.wants(EngineStage.key(name), until(shownFor), now());
    }

    private Work work(String name) {
        return () -> done.add(name);
    }

    private long until(Duration shownFor) {
        return now() + Micros.of(shownFor);
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
