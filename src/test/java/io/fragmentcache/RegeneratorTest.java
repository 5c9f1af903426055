package io.fragmentcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Versions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The queue of regenerations: bounded, one job a key, hottest first, never run by the one who offers. */
class RegeneratorTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Regenerator regenerator = new Regenerator(threads::add, 1, 3);

    private static Key key(String name) {
        return new KeyBuilder(Versions.none(), KeyPrefix.of("", "test"))
                .add(name)
                .key();
    }

    private boolean offer(String name) {
        return regenerator.offer(key(name), () -> done.add(name));
    }

    @Test
    void theOneWhoOffersRendersNothing() {
        assertThat(offer("a")).isTrue();
        assertThat(done).isEmpty();
        assertThat(regenerator.depth()).isEqualTo(1);

        threads.remove().run();
        assertThat(done).containsExactly("a");
        assertThat(regenerator.depth()).isZero();
    }

    @Test
    void aKeyWaitsOnceAndRunsOnce() {
        assertThat(offer("a")).isTrue();
        assertThat(regenerator.wants(key("a"))).isFalse();
        assertThat(offer("a")).isFalse();
        List<Boolean> whileRunning = new ArrayList<>();
        regenerator.offer(key("b"), () -> {
            whileRunning.add(regenerator.wants(key("b")));
            whileRunning.add(offer("b"));
        });

        threads.remove().run();

        assertThat(done).containsExactly("a");
        assertThat(whileRunning).containsExactly(false, false);
        assertThat(regenerator.wants(key("b"))).isTrue();
    }

    @Test
    void aFullQueueDropsWhatIsOffered() {
        assertThat(List.of(offer("a"), offer("b"), offer("c"), offer("d"))).containsExactly(true, true, true, false);
        assertThat(regenerator.wants(key("d"))).isFalse();
        assertThat(threads).hasSize(1);

        threads.remove().run();
        assertThat(done).containsExactly("a", "b", "c");
        assertThat(offer("d")).isTrue();
    }

    @Test
    void whatIsAskedForMostOftenGoesFirstThenWhatWaitsLongest() {
        offer("a");
        offer("b");
        offer("c");
        regenerator.wants(key("c"));

        threads.remove().run();

        assertThat(done).containsExactly("c", "a", "b");
    }

    @Test
    void aJobThatFailsHoldsNobodyUp() {
        regenerator.offer(key("a"), () -> {
            throw new IllegalStateException("the supplier is down");
        });
        offer("b");

        threads.remove().run();

        assertThat(done).containsExactly("b");
        assertThat(offer("a")).isTrue();
        threads.remove().run();
        assertThat(done).containsExactly("b", "a");
    }

    @Test
    void aThreadThatDiesIsReplacedByTheNextOffer() {
        regenerator.offer(key("a"), () -> {
            throw new StackOverflowError();
        });
        assertThat(catchThrowable(threads.remove()::run)).isInstanceOf(StackOverflowError.class);

        assertThat(offer("a")).isTrue();
        threads.remove().run();
        assertThat(done).containsExactly("a");
    }

    @Test
    void anExecutorThatRefusesLeavesNothingBehind() {
        boolean[] refuses = {true};
        Regenerator refused = new Regenerator(
                job -> {
                    if (refuses[0]) {
                        throw new RejectedExecutionException();
                    }
                    job.run();
                },
                1,
                3);
        assertThat(refused.offer(key("a"), () -> done.add("a"))).isFalse();
        assertThat(refused.depth()).isZero();

        refuses[0] = false;
        assertThat(refused.offer(key("a"), () -> done.add("a"))).isTrue();
        assertThat(done).containsExactly("a");
    }

    @Test
    void usesNoMoreThreadsThanItMay() {
        Regenerator two = new Regenerator(threads::add, 2, 10);
        for (int i = 0; i < 5; i++) {
            two.offer(key("k" + i), () -> done.add("x"));
        }
        assertThat(threads).hasSize(2);
    }

    @Test
    void closedItForgetsWhatWaitsAndTakesNothing() {
        offer("a");
        regenerator.close();
        assertThat(offer("b")).isFalse();
        assertThat(regenerator.wants(key("b"))).isFalse();

        threads.remove().run();
        assertThat(done).isEmpty();
    }
}
