package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.store.CaffeineStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** R17 of docs/races.md: the clock of one node is an hour ahead of that of Redis, the clock of the other an hour behind. */
class TwoClocksTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final int KEYS = 5;
    private static final int TOUCHES = 6;

    private final AtomicInteger data = new AtomicInteger();
    private final AtomicInteger renders = new AtomicInteger();
    private Server server;
    private FragmentCache ahead;
    private FragmentCache behind;

    @BeforeEach
    void start() throws IOException {
        server = new Server();
        ahead = cache(Duration.ofHours(1));
        behind = cache(Duration.ofHours(-1));
    }

    @AfterEach
    void end() throws IOException {
        ahead.close();
        behind.close();
        server.close();
    }

    /** Shorter than the two clocks are apart, shown long after, and longer. */
    static Stream<Lifetime> lifetimes() {
        return Stream.of(Lifetime.of("10m"), Lifetime.of("10m").stale("1d"), Lifetime.of("3d"));
    }

    private FragmentCache cache(Duration wrong) {
        return FragmentCache.over(CaffeineStore.ofMegabytes(1)
                        .inFrontOf(
                                RedisStore.at(server.uri()).readTimeout(PATIENT).writeTimeout(PATIENT)))
                .clock(Clock.offset(Clock.systemUTC(), wrong))
                .executor(Runnable::run)
                .build();
    }

    /** The state of the data that a page shows. */
    private int shown(FragmentCache cache, int key, Lifetime lifetime) {
        String text = cache.text("page", key, lifetime, () -> {
            renders.incrementAndGet();
            return data.toString();
        });
        return Integer.parseInt(text);
    }

    @ParameterizedTest
    @MethodSource("lifetimes")
    void neitherShowsAsFreshWhatATouchOfTheOtherOutdated(Lifetime lifetime) {
        for (int i = 0; i < TOUCHES; i++) {
            FragmentCache toucher = i % 2 == 0 ? ahead : behind;
            FragmentCache other = i % 2 == 0 ? behind : ahead;
            for (int key = 0; key < KEYS; key++) {
                shown(ahead, key, lifetime);
                shown(behind, key, lifetime);
            }
            int now = data.incrementAndGet();
            toucher.touchEverything();
            for (int key = 0; key < KEYS; key++) {
                int each = key;
                assertThat(Server.eventually(() -> shown(toucher, each, lifetime) == now))
                        .isTrue();
                assertThat(Server.eventually(() -> shown(other, each, lifetime) == now))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("lifetimes")
    void neitherRendersForEver(Lifetime lifetime) {
        for (FragmentCache toucher : List.of(ahead, behind, ahead)) {
            toucher.touchEverything();
            assertThat(Server.eventually(() -> rendersOfARound(lifetime) == 0)).isTrue();
            // And from then on.
            assertThat(rendersOfARound(lifetime)).isZero();
        }
    }

    private int rendersOfARound(Lifetime lifetime) {
        int before = renders.get();
        for (int key = 0; key < KEYS; key++) {
            for (FragmentCache node : List.of(ahead, behind, behind, ahead)) {
                shown(node, key, lifetime);
            }
        }
        return renders.get() - before;
    }
}
