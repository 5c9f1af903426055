package io.fragmentcache.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.servlet.EdgeTags;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Purges at a real HTTP server, at hand-moved times. */
class EdgePurgeTest {
    private static final Duration COLLECT = Duration.ofMillis(20);

    private final FragmentCache cache = FragmentCache.inMemory().build();
    private final HandTime time = new HandTime();
    private final RealEdge server = new RealEdge();

    @AfterEach
    void close() {
        server.close();
        cache.close();
    }

    private EdgePurge purge(Edge edge) {
        return purge(edge, Duration.ZERO);
    }

    private EdgePurge purge(Edge edge, Duration again) {
        Purging purging = new Purging(COLLECT, again, EdgeTags.xkey().everything());
        return EdgePurge.open(cache, EdgeTags.xkey(), true, purging, List.of(edge), time::later, time::end);
    }

    private Set<String> tags(RealEdge.Asked asked, String header) {
        return new LinkedHashSet<>(
                Arrays.asList(asked.headers().getFirst(header).split(" ")));
    }

    @Test
    void touchesAreCollectedForOneRequest() {
        purge(VarnishEdge.at(server.address()));
        cache.touch("Product", 1);
        cache.touch("Product", 2);
        cache.touch("Product", 1);
        assertThat(server.asked()).isEmpty();
        time.move(COLLECT);
        assertThat(server.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("PURGE");
            assertThat(tags(asked, "xkey-purge")).contains("Product:1", "Product:2", "Product:*", "~any");
        });
        time.move(Duration.ofHours(1));
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void fastlyCloudflareAndAPlainAddressAreAskedAsTheirApisSay() throws Exception {
        Set<String> tags = new LinkedHashSet<>(List.of("a", "b"));
        FastlyEdge.at(server.address(), "svc", "secret").purge(tags, true);
        FastlyEdge.at(server.address(), "svc", "secret").purge(tags, false);
        CloudflareEdge.at(server.address(), "zone", "secret").purge(tags, true);
        UrlEdge.at(server.address().resolve("purge"))
                .header("X-Token", "secret")
                .purge(tags, true);
        List<RealEdge.Asked> asked = server.asked();
        assertThat(asked).extracting(RealEdge.Asked::method).containsOnly("POST");
        assertThat(asked)
                .extracting(RealEdge.Asked::path)
                .containsExactly("/service/svc/purge", "/service/svc/purge", "/zones/zone/purge_cache", "/purge");
        assertThat(asked.get(0).headers().getFirst("Fastly-Key")).isEqualTo("secret");
        assertThat(asked.get(0).headers().getFirst("Surrogate-Key")).isEqualTo("a b");
        assertThat(asked.get(0).headers().getFirst("Fastly-Soft-Purge")).isEqualTo("1");
        assertThat(asked.get(1).headers().containsKey("Fastly-Soft-Purge")).isFalse();
        assertThat(asked.get(2).headers().getFirst("Authorization")).isEqualTo("Bearer secret");
        assertThat(asked.get(2).body()).isEqualTo("{\"tags\":[\"a\",\"b\"]}");
        assertThat(asked.get(3).headers().getFirst("X-Token")).isEqualTo("secret");
        assertThat(asked.get(3).body()).isEqualTo("a\nb");
    }

    @Test
    void whatWasLostWhileTheEdgeWasAwayIsPurgedOnItsReturnAndNotAskedForInBetween() {
        server.answers(503);
        purge(VarnishEdge.at(server.address()));
        cache.touch("Product", 1);
        time.move(COLLECT);
        time.move(Duration.ofMinutes(10));
        cache.touch("Product", 2);
        assertThat(time.waiting()).as("one try at a time").isEqualTo(1);
        server.answers(200);
        time.move(Duration.ofSeconds(60));
        Set<String> purged = new LinkedHashSet<>();
        server.asked().forEach(asked -> purged.addAll(tags(asked, "xkey-purge")));
        assertThat(purged).contains("Product:1", "Product:2");
    }

    @Test
    void itBacksOffFromOneSecondToSixty() {
        List<Integer> tries = new ArrayList<>();
        int[] second = {0};
        purge(new FailingEdge(() -> tries.add(second[0])));
        cache.touch("Product", 1);
        time.move(COLLECT);
        for (second[0] = 1; second[0] < 250; second[0]++) {
            time.move(Duration.ofSeconds(1));
        }
        assertThat(tries).containsExactly(0, 1, 3, 7, 15, 31, 63, 123, 183, 243);
    }

    @Test
    void theQueueIsBoundedAndThenAllPagesArePurged() {
        server.answers(503);
        EdgePurge purge = purge(VarnishEdge.at(server.address()));
        for (int i = 0; i < PurgeQueue.MOST + 5; i++) {
            cache.touch("Product", i);
        }
        assertThat(purge.waiting()).isLessThan(100);
        server.answers(200);
        time.move(Duration.ofMinutes(1));
        assertThat(tags(server.asked().get(0), "xkey-purge")).contains("*");
    }

    @Test
    void whatIsExpiredIsDroppedAndAllThatIsTouchedIsOneTag() {
        purge(VarnishEdge.at(server.address()));
        cache.expire(Tag.of("leak"));
        cache.touchEverything();
        time.move(COLLECT);
        assertThat(server.asked()).hasSize(2);
        assertThat(tags(server.asked().get(0), "xkey-hard-purge")).contains("leak", "~any");
        assertThat(tags(server.asked().get(1), "xkey-purge")).containsExactly("*");
    }

    @Test
    void eachPurgeIsSentOnceMoreForPagesThatWereBeingRendered() {
        purge(VarnishEdge.at(server.address()), Duration.ofSeconds(30));
        cache.touch("Product", 1);
        time.move(Duration.ofSeconds(29));
        assertThat(server.asked()).hasSize(1);
        time.move(Duration.ofSeconds(2));
        assertThat(server.asked()).hasSize(2);
        time.move(Duration.ofHours(1));
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void closingSendsWhatWaitsAndTakesNoMore() {
        EdgePurge purge = purge(VarnishEdge.at(server.address()));
        for (int i = 0; i < 100; i++) {
            cache.touch("Product", i);
        }
        purge.close();
        assertThat(server.asked()).hasSizeBetween(4, 5);
        cache.touch("Product", 999);
        purge.close();
        assertThat(purge.waiting()).isZero();
        assertThat(server.asked().toString()).doesNotContain("999");
    }

    @Test
    void closingWhileTheEdgeIsAwayEndsAtOnce() {
        List<String> tries = new ArrayList<>();
        EdgePurge purge = purge(new FailingEdge(() -> tries.add("try")));
        cache.touch("Product", 1);
        purge.close();
        assertThat(tries).hasSize(1);
        assertThat(purge.waiting()).isEqualTo(3);
    }

    @Test
    void itsOwnThreadPurgesAndEndsWithIt() {
        EdgePurge purge = EdgePurge.over(cache, EdgeTags.xkey())
                .to(VarnishEdge.at(server.address()))
                .open();
        cache.touch("Product", 1);
        purge.close();
        assertThat(server.asked()).hasSize(1);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("fragment-cache-purge");
    }

    @Test
    void noTokenIsLoggedWhateverFails() {
        StringWriter log = new StringWriter();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                log.append(entry.getMessage()).append(String.valueOf(entry.getThrown()));
                log.append(Arrays.toString(entry.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.fragmentcache");
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
        try {
            server.answers(403);
            URI api = server.address();
            purge(FastlyEdge.at(api, "service-secret", "secret"));
            purge(CloudflareEdge.at(api, "zone-secret", "secret"));
            purge(UrlEdge.at(api.resolve("?key=secret")).header("X-Token", "secret"));
            purge(UrlEdge.at(URI.create("http://localhost:1/secret")));
            cache.touch("Product", 1);
            time.move(COLLECT);
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
        assertThat(log.toString()).contains("localhost answered 403").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret\n", "secret\r\nX-More: 1", "sécret", "secret ", "sec\0ret"})
    void aTokenThatNoHeaderHoldsIsRefusedAtTheStartAndNotRepeated(String token) {
        for (ThrowingCallable edge : List.<ThrowingCallable>of(
                () -> FastlyEdge.of("service", token),
                () -> CloudflareEdge.of("zone", token),
                () -> UrlEdge.at(server.address()).header("X-Token", token))) {
            assertThatThrownBy(edge)
                    .isInstanceOf(Problem.class)
                    .hasMessageStartingWith("The value of the header ")
                    .hasMessageNotContaining("cret");
        }
    }

    @Test
    void anEdgeThatHangsKeepsNoOtherWaiting() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch purged = new CountDownLatch(1);
        EdgePurge purge = EdgePurge.over(cache, EdgeTags.xkey())
                .to(new SteadyEdge(hangs::await))
                .to(new SteadyEdge(purged::countDown))
                .open();
        cache.touch("Product", 1);
        assertThat(purged.await(20, TimeUnit.SECONDS)).isTrue();
        hangs.countDown();
        purge.close();
    }

    @Test
    void anEdgeThatTakesNoTagsIsGivenOneAtATime() {
        List<Set<String>> asked = new ArrayList<>();
        purge(new Edge() {
            @Override
            public void purge(Set<String> tags, boolean soft) {
                asked.add(tags);
            }

            @Override
            public int mostTags() {
                return 0;
            }

            @Override
            public String name() {
                return "narrow";
            }
        });
        cache.touch("Product", 1);
        time.move(COLLECT);
        assertThat(asked).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyTouchIsPurgedAfterItWhateverFails(long seed) {
        Random random = new Random(seed);
        List<String> steps = new ArrayList<>();
        boolean[] away = {false};
        purge(new Edge() {
            @Override
            public void purge(Set<String> tags, boolean soft) throws IOException {
                if (away[0] && random.nextInt(3) > 0) {
                    throw new IOException("away");
                }
                tags.forEach(tag -> steps.add("purged " + tag));
            }

            @Override
            public int mostTags() {
                return 1 + random.nextInt(5);
            }

            @Override
            public String name() {
                return "unsteady";
            }
        });
        for (int i = 0; i < 300; i++) {
            away[0] = random.nextInt(4) == 0;
            int id = random.nextInt(20);
            steps.add("touched Product:" + id);
            cache.touch("Product", id);
            time.move(Duration.ofMillis(random.nextInt(3_000)));
        }
        away[0] = false;
        time.move(Duration.ofMinutes(5));
        for (int id = 0; id < 20; id++) {
            assertThat(steps.lastIndexOf("purged Product:" + id))
                    .as("Product:%s", id)
                    .isGreaterThan(steps.lastIndexOf("touched Product:" + id));
        }
    }

    /** An edge that does what a test says. */
    private record SteadyEdge(Purged purged) implements Edge {
        interface Purged {
            void run() throws InterruptedException;
        }

        @Override
        public void purge(Set<String> tags, boolean soft) throws InterruptedException {
            purged.run();
        }

        @Override
        public int mostTags() {
            return 10;
        }

        @Override
        public String name() {
            return "steady";
        }
    }

    /** An edge that is away. */
    private record FailingEdge(Runnable asked) implements Edge {
        @Override
        public void purge(Set<String> tags, boolean soft) throws IOException {
            asked.run();
            throw new IOException("away");
        }

        @Override
        public int mostTags() {
            return 10;
        }

        @Override
        public String name() {
            return "failing";
        }
    }
}
