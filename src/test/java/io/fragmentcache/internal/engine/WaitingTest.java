package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.Item;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long those wait who ask for what somebody else renders, and what they see then. */
class WaitingTest {
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private final Item tea = Item.of("tea", "Tea");
    private final CountDownLatch flies = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        go.countDown();
    }

    @Test
    void whoWaitsTooLongRendersForHimselfAndForAllWhoComeLater() {
        EngineStage bench = new EngineStage(builder -> builder.joinTimeout(AT_ONCE));
        Crowd slow = slow(bench);
        assertThat(bench.text(tea, () -> "mine")).isEqualTo("mine");
        assertThat(bench.text(tea, () -> "another")).isEqualTo("mine");
        go.countDown();
        slow.end();
        assertThat(bench.text(tea, () -> "another")).isEqualTo("mine");
    }

    @Test
    void whoWaitsForATouchedOneIsShownTheOldAfterTheSoftTimeout() {
        EngineStage bench = touched(builder -> builder.softTimeout(AT_ONCE));
        slow(bench);
        assertThat(bench.text(tea, () -> "mine")).isEqualTo("old");
    }

    @Test
    void withoutASoftTimeoutItIsRenderedOnceMore() {
        EngineStage bench = touched(builder -> builder.joinTimeout(AT_ONCE));
        slow(bench);
        assertThat(bench.text(tea, () -> "mine")).isEqualTo("mine");
    }

    @Test
    void whatWasExpiredIsNotShownAfterTheSoftTimeout() {
        EngineStage bench = touched(builder -> builder.softTimeout(AT_ONCE).joinTimeout(AT_ONCE));
        bench.cache.expire(Tag.of("Item", "tea"));
        bench.cache.engine().requests().end();
        slow(bench);
        assertThat(bench.text(tea, () -> "mine")).isEqualTo("mine");
    }

    @Test
    void whatIsKeptNoLongerIsNotShownAfterTheSoftTimeout() {
        EngineStage bench = touched(builder -> builder.softTimeout(AT_ONCE).joinTimeout(AT_ONCE));
        bench.wait("60m");
        slow(bench);
        assertThat(bench.text(tea, () -> "mine")).isEqualTo("mine");
    }

    @Test
    void whoTouchedItHimselfIsNotShownTheOldAfterTheSoftTimeout() {
        EngineStage bench =
                new EngineStage(builder -> builder.softTimeout(AT_ONCE).joinTimeout(AT_ONCE));
        bench.text(tea, () -> "old");
        bench.cache.touch(tea);
        slow(bench);
        assertThat(bench.text(tea, () -> "mine")).isEqualTo("mine");
    }

    @Test
    void noWaitingAtAllIsAnError() {
        assertThatThrownBy(() -> FragmentCache.inMemory().softTimeout(Duration.ZERO))
                .isInstanceOf(Problem.class)
                .hasMessage("softTimeout(PT0S) leaves no time. Write a duration above zero.");
    }

    /** With an old text that another thread touched. */
    private EngineStage touched(UnaryOperator<FragmentCacheBuilder> configure) {
        EngineStage bench = new EngineStage(configure);
        bench.text(tea, () -> "old");
        bench.cache.touch(tea);
        bench.cache.engine().requests().end();
        return bench;
    }

    /** Somebody who renders until the test lets go. */
    private Crowd slow(EngineStage bench) {
        Crowd slow = Crowd.start(
                1,
                () -> bench.text(tea, () -> {
                    flies.countDown();
                    EngineStage.await(go);
                    return "slow";
                }));
        EngineStage.await(flies);
        return slow;
    }
}
