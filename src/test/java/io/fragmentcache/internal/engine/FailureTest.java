package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.Item;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Renderings that fail: the old text stands in where there is one, and nothing is tried too often. */
class FailureTest {
    private final EngineStage bench = new EngineStage();
    private final Item tea = Item.of("tea", "Tea");
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void withoutAnOldTextAllWhoWaitSeeTheOneErrorOfTheOneWhoRendered() {
        CountDownLatch go = new CountDownLatch(1);
        Crowd crowd = Crowd.start(
                Crowd.USUAL,
                () -> bench.text(tea, () -> {
                    EngineStage.await(go);
                    return fails("down");
                }));
        crowd.awaitWaiting(Crowd.USUAL - 1);
        go.countDown();
        assertThat(crowd.end())
                .allMatch(thrown -> thrown instanceof IllegalStateException e && "down".equals(e.getMessage()));
        assertThat(tries).hasValue(1);
    }

    @Test
    void theErrorOfOneVisitorIsNotSeenByThoseWhoComeLater() {
        assertThatThrownBy(() -> bench.text(tea, () -> fails("of one visitor"))).hasMessage("of one visitor");
        assertThat(bench.text(tea, () -> "fine")).isEqualTo("fine");
    }

    @Test
    void whatFailedTwiceIsNotTriedForASecond() {
        failTwice();
        assertThatThrownBy(() -> bench.text(tea, () -> fails("third"))).hasMessage("second");
        bench.wait("999ms");
        assertThatThrownBy(() -> bench.text(tea, () -> fails("third"))).hasMessage("second");
        assertThat(tries).hasValue(2);
        bench.wait("1ms");
        assertThat(bench.text(tea, () -> "mended")).isEqualTo("mended");
    }

    @Test
    void aTouchIsWorthATryAtOnce() {
        failTwice();
        bench.cache.touch(tea);
        assertThat(bench.text(tea, () -> "mended")).isEqualTo("mended");
    }

    @Test
    void anotherVersionIsWorthATryAtOnce() {
        failTwice();
        assertThat(bench.text(tea.renamed("Chai"), () -> "mended")).isEqualTo("mended");
    }

    @Test
    void theOldTextStandsInForARegenerationThatFails() {
        bench.text(tea, () -> "old");
        bench.wait("11m");
        assertThat(bench.text(tea, () -> fails("down"))).isEqualTo("old");
        bench.runBackground();
        assertThat(tries).hasValue(1);
        assertThat(bench.text(tea, () -> fails("down"))).isEqualTo("old");
    }

    @Test
    void theOldTextStandsInForARenderThatFails() {
        bench.text(tea, () -> "old");
        bench.cache.touch(tea);
        assertThat(bench.text(tea, () -> fails("down"))).isEqualTo("old");
        assertThat(bench.text(tea, () -> fails("down"))).isEqualTo("old");
        assertThat(tries).hasValue(1);
    }

    @Test
    void theOldTextStandsInForThoseTooWhoWaitedForARenderThatFails() {
        bench.text(tea, () -> "old");
        bench.wait("21m");
        Supplier<String> failing = bench.afterLookups(Crowd.USUAL, "");
        List<Object> seen = Crowd.of(
                Crowd.USUAL,
                () -> bench.text(tea, () -> {
                    return fails("down" + failing.get());
                }));
        assertThat(seen).containsOnly("old");
    }

    @Test
    void whatWasExpiredDoesNotStandIn() {
        bench.text(tea, () -> "old");
        bench.cache.expire(Tag.of("Item", "tea"));
        assertThatThrownBy(() -> bench.text(tea, () -> fails("down"))).hasMessage("down");
    }

    @Test
    void theOldTextStandsInUntilOnErrorIsOver() {
        bench.text(tea, () -> "old");
        bench.wait("59m");
        assertThat(bench.text(tea, () -> fails("down"))).isEqualTo("old");
        bench.wait("1m");
        assertThatThrownBy(() -> bench.text(tea, () -> fails("down"))).hasMessage("down");
    }

    @Test
    void itIsTriedAgainAfterOneSecondDoubledUpToSixty() {
        bench.text(tea, () -> "old");
        bench.wait("21m");
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            tries.set(0);
            bench.text(tea, () -> fails("down"));
            bench.wait(Duration.ofMillis(seconds * 1_000L - 1));
            bench.text(tea, () -> fails("down"));
            assertThat(tries).as("tries in %s s", seconds).hasValue(1);
            bench.wait("1ms");
        }
    }

    @Test
    void successEndsTheBackOff() {
        bench.text(tea, () -> "old");
        bench.wait("21m");
        bench.text(tea, () -> fails("down"));
        bench.wait("1s");
        assertThat(bench.text(tea, () -> "new")).isEqualTo("new");
        bench.wait("21m");
        bench.text(tea, () -> fails("down"));
        bench.wait("1s");
        assertThat(bench.text(tea, () -> "newer")).isEqualTo("newer");
    }

    @Test
    void aTouchEndsTheBackOff() {
        bench.text(tea, () -> "old");
        bench.wait("21m");
        bench.text(tea, () -> fails("down"));
        assertThat(bench.text(tea, () -> "too early")).isEqualTo("old");
        bench.cache.touch(tea);
        assertThat(bench.text(tea, () -> "mended")).isEqualTo("mended");
    }

    @Test
    void aTouchDuringARenderThatFailsEndsTheBackOffToo() {
        bench.text(tea, () -> "old");
        bench.wait("21m");
        bench.text(tea, () -> {
            bench.cache.touch(tea);
            return fails("read too early");
        });
        assertThat(bench.text(tea, () -> "mended")).isEqualTo("mended");
    }

    private void failTwice() {
        assertThatThrownBy(() -> bench.text(tea, () -> fails("first"))).hasMessage("first");
        assertThatThrownBy(() -> bench.text(tea, () -> fails("second"))).hasMessage("second");
    }

    private String fails(String why) {
        tries.incrementAndGet();
        throw new IllegalStateException(why);
    }
}
