package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final Breaker breaker = new Breaker(now::get, new SplittableRandom(1));

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed();
        }
    }

    @Test
    void fourFailuresInARowLeaveItClosed() {
        fail(4);
        assertThat(breaker.lets()).isTrue();
        breaker.succeeded();
        fail(4);
        assertThat(breaker.lets()).isTrue();
    }

    @Test
    void theFifthFailureKeepsCallsAwayForOneToTwoSeconds() {
        fail(4);
        assertThat(breaker.failed()).isTrue();
        now.addAndGet(SECOND - 1);
        assertThat(breaker.lets()).isFalse();
        now.addAndGet(SECOND + 1);
        assertThat(breaker.lets()).isTrue();
    }

    @Test
    void itSaysWhetherItIsOpenWithoutTryingACall() {
        fail(4);
        assertThat(breaker.isOpen()).isFalse();
        fail(1);
        assertThat(breaker.isOpen()).isTrue();
        now.addAndGet(2 * SECOND);
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.lets()).isTrue();
    }

    @Test
    void oneCallTriesAndTheOthersWaitForWhatBecomesOfIt() {
        fail(5);
        now.addAndGet(2 * SECOND);
        assertThat(breaker.lets()).isTrue();
        assertThat(breaker.lets()).isFalse();
        breaker.succeeded();
        assertThat(breaker.lets()).isTrue();
    }

    @Test
    void pausesDoubleUpToThirtySeconds() {
        fail(5);
        long[] most = {2, 4, 8, 16, 30, 30};
        for (long seconds : most) {
            now.addAndGet(seconds * SECOND);
            assertThat(breaker.lets()).isTrue();
            assertThat(breaker.failed()).isFalse();
        }
        now.addAndGet(14 * SECOND);
        assertThat(breaker.lets()).isFalse();
    }
}
