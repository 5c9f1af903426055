package io.fragmentcache.redis;

import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.store.CaffeineStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** This process and another one, each with memory in front of one Redis. */
class TwoProcessesTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private Server server;
    private RedisStore far;
    private FragmentCache here;
    private OtherProcess there;

    @BeforeEach
    void start() throws IOException {
        server = new Server();
        far = RedisStore.at(server.uri()).readTimeout(PATIENT).writeTimeout(PATIENT);
        here = FragmentCache.over(CaffeineStore.ofMegabytes(1).inFrontOf(far)).build();
        there = new OtherProcess(server.uri()).connected();
    }

    @AfterEach
    void end() throws IOException {
        there.close();
        here.close();
        server.close();
    }

    private String text(String key, String rendered) {
        return OtherProcess.text(here, key, rendered);
    }

    @Test
    void whatOneRendersTheOtherShows() {
        assertThat(there.ask("text a rendered-there")).isEqualTo("rendered-there");
        assertThat(text("a", "rendered-here")).isEqualTo("rendered-there");
        assertThat(text("b", "rendered-here")).isEqualTo("rendered-here");
        assertThat(there.ask("text b rendered-there")).isEqualTo("rendered-here");
    }

    @Test
    void aTouchInOneOutdatesInTheOther() {
        assertThat(text("a", "old")).isEqualTo("old");
        assertThat(there.ask("text a new")).isEqualTo("old");
        assertThat(there.ask("touch")).isEqualTo("touched");
        // Its own page is new at once; here it is when the touch arrives.
        assertThat(there.ask("text a new")).isEqualTo("new");
        AtomicInteger renders = new AtomicInteger();
        assertThat(Server.eventually(
                        () -> text("a", "new" + renders.incrementAndGet()).startsWith("new")))
                .isTrue();
        here.touchEverything();
        assertThat(text("a", "newer")).isEqualTo("newer");
        assertThat(Server.eventually(() -> there.ask("text a newest").startsWith("newe")))
                .isTrue();
    }

    @Test
    void aKilledProcessLosesItsLeaseAndNothingElse() throws Exception {
        assertThat(there.ask("text a rendered-there")).isEqualTo("rendered-there");
        assertThat(there.ask("lease long 600000")).isEqualTo("true");
        assertThat(there.ask("lease short 3000")).isEqualTo("true");
        assertThat(far.lease(key("long"), Duration.ofSeconds(1))).isEmpty();
        there.kill();
        assertThat(far.lease(key("long"), Duration.ofSeconds(1))).isEmpty();
        assertThat(Server.eventually(
                        () -> far.lease(key("short"), Duration.ofSeconds(1)).isPresent()))
                .isTrue();
        assertThat(text("a", "rendered-here")).isEqualTo("rendered-there");
    }
}
