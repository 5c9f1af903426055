package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.contract.HeardLog;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.store.CaffeineStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole cache whose Redis is away in one way or another: pages go on, and no text is shown that a touch outdated. */
class RedisOutageTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Lifetime LIFETIME = Lifetime.of("10m").stale("10m").jitter(0);

    private final HandClock clock = new HandClock();
    private final AtomicInteger renders = new AtomicInteger();
    private HeardLog log;
    private Server server;
    private Wire wire;
    private FragmentCache here;
    private FragmentCache there;

    @BeforeEach
    void start() throws IOException {
        log = HeardLog.of(RedisStore.class);
        server = new Server();
        wire = new Wire(server.port);
        here = cache(wire.uri(), PATIENT, clock);
        assertThat(Server.eventually(this::follows)).isTrue();
        there = cache(server.uri(), PATIENT, clock);
    }

    @AfterEach
    void end() throws IOException {
        here.close();
        there.close();
        wire.close();
        server.close();
        log.close();
    }

    private static FragmentCache cache(String uri, Duration patience, InstantSource clock) {
        RedisStore far = RedisStore.at(uri).readTimeout(patience).writeTimeout(patience);
        return FragmentCache.over(CaffeineStore.ofMegabytes(1).inFrontOf(far))
                .clock(clock)
                .executor(Runnable::run)
                .build();
    }

    private boolean follows() {
        return log.hasSaid("Following the touches of all nodes.");
    }

    private boolean isCutOff() {
        return log.warnings().contains("Redis is out of reach; this node goes on by itself, and catches up on return.");
    }

    /** What a page shows; the text says which rendering it is of. */
    private String page(FragmentCache cache, String key) {
        return cache.text("page", key, LIFETIME, () -> key + renders.incrementAndGet());
    }

    private void cutOff() {
        wire.cut();
        assertThat(Server.eventually(this::isCutOff)).isTrue();
    }

    /** Until a touch made here is known there. */
    private void comeBack() {
        String before = page(there, "sign");
        here.touchEverything();
        assertThat(Server.eventually(() -> !page(there, "sign").equals(before))).isTrue();
    }

    @Test
    void aNodeThatIsCutOffGoesOnFromMemoryAndByItself() {
        assertThat(page(here, "a")).isEqualTo("a1");
        cutOff();
        assertThat(page(here, "a")).isEqualTo("a1");
        assertThat(page(here, "b")).isEqualTo("b2");
        here.touchEverything();
        assertThat(page(here, "a")).isEqualTo("a3");
        assertThat(page(here, "a")).isEqualTo("a3");
    }

    @Test
    void afterTheBlindLimitItsTextsAreShownOnceMoreAndMadeAnewBehind() {
        assertThat(page(here, "a")).isEqualTo("a1");
        cutOff();
        clock.move(Duration.ofSeconds(29));
        assertThat(page(here, "a")).isEqualTo("a1");
        clock.move(Duration.ofSeconds(1));
        assertThat(page(here, "a")).isEqualTo("a1");
        assertThat(page(here, "a")).isEqualTo("a2");
        // The new one is as good as if it were made at the cut.
        clock.move(Duration.ofSeconds(29));
        assertThat(page(here, "a")).isEqualTo("a2");
        clock.move(Duration.ofSeconds(1));
        assertThat(page(here, "a")).isEqualTo("a2");
        assertThat(page(here, "a")).isEqualTo("a3");
    }

    @Test
    void aMinuteLaterItShowsWhatOthersTouchedMeanwhileAndTheyWhatItTouched() {
        String before = page(here, "a");
        assertThat(page(there, "a")).isEqualTo(before);
        cutOff();
        clock.move(Duration.ofMinutes(1));
        there.expire(Tag.EVERYTHING);
        assertThat(page(here, "a")).isEqualTo(before);
        wire.mend();
        assertThat(Server.eventually(() -> !page(here, "a").equals(before))).isTrue();
        comeBack();
    }

    @Test
    void aServerThatRestartsWithItsDataLosesNothing() throws IOException {
        String before = page(there, "a");
        here.touchEverything();
        server.restart(true);
        assertThat(Server.eventually(() -> !page(there, "a").equals(before))).isTrue();
        comeBack();
        AtomicInteger key = new AtomicInteger();
        assertThat(Server.eventually(() -> {
                    String both = "both" + key.incrementAndGet();
                    return page(there, both).equals(page(here, both));
                }))
                .isTrue();
    }

    @Test
    void aServerThatRestartsEmptyOutdatesEverythingAndGoesOn() throws IOException {
        String here1 = page(here, "a");
        String there1 = page(there, "b");
        server.restart(false);
        assertThat(Server.eventually(() -> !page(here, "a").equals(here1))).isTrue();
        assertThat(Server.eventually(() -> !page(there, "b").equals(there1))).isTrue();
        comeBack();
    }

    @Test
    void aServerThatIsFullServesWhatItHasAndTakesTouchesLater() {
        String a = page(there, "a");
        server.cli().configSet("maxmemory-policy", "noeviction");
        server.cli().configSet("maxmemory", "1");
        assertThat(page(here, "a")).isEqualTo(a);
        String b = page(here, "b");
        assertThat(page(here, "b")).isEqualTo(b);
        here.touchEverything();
        assertThat(page(here, "a")).isNotEqualTo(a);
        server.cli().configSet("maxmemory", "0");
        assertThat(Server.eventually(() -> !page(there, "a").equals(a))).isTrue();
    }

    @Test
    void aServerThatBecameAReplicaServesWhatItHasAndTakesTouchesLater() {
        String a = page(there, "a");
        assertThat(page(here, "a")).isEqualTo(a);
        server.cli().replicaof("127.0.0.1", 1);
        assertThat(page(here, "a")).isEqualTo(a);
        String b = page(here, "b");
        assertThat(page(here, "b")).isEqualTo(b);
        here.touchEverything();
        assertThat(page(here, "a")).isNotEqualTo(a);
        server.cli().replicaofNoOne();
        assertThat(Server.eventually(() -> !page(there, "a").equals(a))).isTrue();
    }

    @Test
    void aServerWhoseAnswersTakeTwoSecondsIsGivenUpUntilItIsQuickAgain() {
        try (FragmentCache hasty = cache(wire.uri(), Duration.ofMillis(50), clock)) {
            String a = page(hasty, "a");
            wire.delay(Duration.ofSeconds(2));
            assertThat(page(hasty, "a")).isEqualTo(a);
            for (int i = 0; i < 100; i++) {
                assertThat(page(hasty, "slow" + i)).startsWith("slow" + i);
            }
            hasty.touchEverything();
            assertThat(page(hasty, "a")).isNotEqualTo(a);
            assertThat(Server.eventually(this::isCutOff)).isTrue();
            String sign = page(there, "sign");
            hasty.touchEverything();
            wire.delay(Duration.ZERO);
            wire.hangUp();
            assertThat(Server.eventually(() -> !page(there, "sign").equals(sign)))
                    .isTrue();
        }
    }
}
