package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.Item;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many who ask for one key at the same time: on each path it is rendered once. */
class StampedeTest {
    private final EngineStage bench = new EngineStage();
    private final Item tea = Item.of("tea", "Tea");

    @Test
    void coldIsRenderedOnceForAll() {
        assertThat(crowd(tea, EngineStage.LIFETIME, "new")).containsOnly("new");
        assertThat(bench.renders).hasValue(1);
    }

    @Test
    void expiredIsRenderedOnceForAll() {
        bench.text(tea, () -> "old");
        bench.wait("21m");
        assertThat(crowd(tea, EngineStage.LIFETIME, "new")).containsOnly("new");
        assertThat(bench.renders).hasValue(1);
    }

    @Test
    void anotherVersionIsRenderedOnceForAll() {
        bench.text(tea, () -> "old");
        assertThat(crowd(tea.renamed("Chai"), EngineStage.LIFETIME, "new")).containsOnly("new");
        assertThat(bench.renders).hasValue(1);
    }

    @Test
    void touchedIsRenderedOnceForAll() {
        bench.text(tea, () -> "old");
        bench.cache.touch(tea);
        assertThat(crowd(tea, EngineStage.LIFETIME, "new")).containsOnly("new");
        assertThat(bench.renders).hasValue(1);
    }

    @Test
    void staleIsShownToAllAndRegeneratedOnce() {
        bench.text(tea, () -> "old");
        bench.wait("11m");
        assertThat(crowd(tea, EngineStage.LIFETIME, "new")).containsOnly("old");
        assertThat(bench.renders).hasValue(0);
        bench.runBackground();
        assertThat(bench.renders).hasValue(1);
    }

    @Test
    void touchedIsShownToAllWithinItsWindowAndRegeneratedOnce() {
        Lifetime lifetime = EngineStage.LIFETIME.staleAfterTouch("30s");
        bench.text(tea, lifetime, () -> "old");
        Crowd.of(1, () -> {
            bench.cache.touch(tea);
            return "";
        });
        assertThat(crowd(tea, lifetime, "new")).containsOnly("old");
        bench.runBackground();
        assertThat(bench.renders).hasValue(1);
    }

    @Test
    void thoseWhoseRequestsBeganBeforeATouchJoinAFlightThatBeganBeforeItToo() {
        List<RequestScope> scopes = Stream.generate(
                        () -> bench.cache.engine().requests().begin(true))
                .limit(Crowd.USUAL)
                .toList();
        Queue<RequestScope> earlier = new ConcurrentLinkedQueue<>(scopes);
        RequestScope youngest = bench.cache.engine().requests().begin(true);
        bench.cache.touch(tea);
        CountDownLatch flies = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Crowd first = Crowd.start(
                1,
                () -> bench.ask(tea, EngineStage.LIFETIME, youngest, doll -> {
                    flies.countDown();
                    EngineStage.await(go);
                    return new Body.Text("shared");
                }));
        EngineStage.await(flies);
        Crowd joiners = Crowd.start(
                Crowd.USUAL,
                () -> bench.ask(tea, EngineStage.LIFETIME, earlier.remove(), doll -> new Body.Text("own")));
        joiners.awaitWaiting(Crowd.USUAL);
        go.countDown();
        assertThat(joiners.end()).containsOnly("shared");
        assertThat(first.end()).containsOnly("shared");
    }

    @Test
    void whoComesAfterATouchDoesNotJoinAFlightFromBefore() {
        CountDownLatch flies = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Crowd first = Crowd.start(
                1,
                () -> bench.text(tea, () -> {
                    flies.countDown();
                    EngineStage.await(go);
                    return "old";
                }));
        EngineStage.await(flies);
        bench.cache.touch(tea);
        assertThat(crowd(tea, EngineStage.LIFETIME, "new")).containsOnly("new");
        assertThat(bench.renders).hasValue(1);
        go.countDown();
        // The first is told that a newer one was stored meanwhile, and shows that.
        assertThat(first.end()).containsOnly("new");
        assertThat(bench.text(tea, () -> "again")).isEqualTo("new");
    }

    @Test
    void whoAsksForANewerVersionDoesNotJoinAFlightForTheOlder() {
        CountDownLatch flies = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Crowd first = Crowd.start(
                1,
                () -> bench.text(tea, () -> {
                    flies.countDown();
                    EngineStage.await(go);
                    return "old";
                }));
        EngineStage.await(flies);
        assertThat(crowd(tea.renamed("Chai"), EngineStage.LIFETIME, "new")).containsOnly("new");
        assertThat(bench.renders).hasValue(1);
        go.countDown();
        first.end();
        assertThat(bench.text(tea.renamed("Chai"), () -> "again")).isEqualTo("new");
    }

    @Test
    void aFlightThatMetATagTouchedBeforeItsJoinersCameIsFollowedByOneMore() {
        // The tag is met while rendering, so that no joiner can know it beforehand.
        CountDownLatch flies = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Crowd first = Crowd.start(
                1,
                () -> bench.ask("list", EngineStage.LIFETIME, null, doll -> {
                    doll.tag(Tag.of("Item", "tea"));
                    flies.countDown();
                    EngineStage.await(go);
                    return new Body.Text("old");
                }));
        EngineStage.await(flies);
        bench.cache.touch(tea);
        bench.cache.engine().requests().end();
        Crowd joiners = Crowd.start(
                Crowd.USUAL,
                () -> bench.ask("list", EngineStage.LIFETIME, null, doll -> {
                    doll.tag(Tag.of("Item", "tea"));
                    bench.renders.incrementAndGet();
                    return new Body.Text("new");
                }));
        joiners.awaitWaiting(Crowd.USUAL);
        go.countDown();
        assertThat(joiners.end()).containsOnly("new");
        assertThat(bench.renders).hasValue(1);
        assertThat(first.end()).containsOnly("old");
    }

    @Test
    void visitorsOfWhatIsNotStoredDoNotWaitForEachOther() {
        bench.ask("cart", EngineStage.LIFETIME, null, refused(() -> "first"));
        // Each waits inside its rendering until all render: if one waited for another, this would not end.
        CyclicBarrier allInside = new CyclicBarrier(Crowd.USUAL);
        List<Object> shown = Crowd.of(
                Crowd.USUAL,
                () -> bench.ask("cart", EngineStage.LIFETIME, null, refused(() -> {
                    try {
                        return "own " + allInside.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })));
        assertThat(shown).doesNotHaveDuplicates().allMatch(text -> ((String) text).startsWith("own "));
    }

    @Test
    void whatIsNotStoredIsRenderedInFlightsAgainAfterTwoMinutes() {
        bench.ask("cart", EngineStage.LIFETIME, null, refused(() -> "first"));
        bench.wait("121s");
        assertThat(crowd("cart", EngineStage.LIFETIME, "for all")).containsOnly("for all");
        assertThat(bench.renders).hasValue(1);
    }

    @Test
    void whatTurnsOutStorableIsStoredAtOnce() {
        bench.ask("cart", EngineStage.LIFETIME, null, refused(() -> "first"));
        assertThat(bench.text("cart", () -> "second")).isEqualTo("second");
        assertThat(bench.text("cart", () -> "third")).isEqualTo("second");
    }

    @Test
    void whatOneVisitorOnlyMaySeeIsNeverHandedToThoseWhoWaited() {
        CountDownLatch flies = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Crowd first = Crowd.start(
                1,
                () -> bench.ask("cart", EngineStage.LIFETIME, null, refused(() -> {
                    flies.countDown();
                    EngineStage.await(go);
                    return "secret";
                })));
        EngineStage.await(flies);
        Crowd joiners =
                Crowd.start(Crowd.USUAL, () -> bench.ask("cart", EngineStage.LIFETIME, null, refused(() -> "own")));
        joiners.awaitWaiting(Crowd.USUAL);
        go.countDown();
        assertThat(joiners.end()).containsOnly("own");
        assertThat(first.end()).containsOnly("secret");
    }

    private List<Object> crowd(Object key, Lifetime lifetime, String text) {
        var supplier = bench.afterLookups(Crowd.USUAL, text);
        return Crowd.of(Crowd.USUAL, () -> bench.text(key, lifetime, supplier));
    }

    private static Body refused(java.util.function.Supplier<String> text) {
        return doll -> {
            doll.refuse("it reads session.user");
            return new Body.Text(text.get());
        };
    }
}
