package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.stage.ServerStage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the cache did for a page, in the words of RFC 9211. Each header is read back by the rules of RFC 8941. */
class CacheStatusTest {
    private static final String ONE = "<p cache:fragment=\"a\" cache:key=\"${k}\" cache:fresh=\"2m\">a</p>";
    private static final String TWO = ONE + "<p cache:fragment=\"b\" cache:key=\"1\" cache:fresh=\"9m\">b</p>";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    private Map<String, Object> status(String path) {
        List<Field.Member> members = Field.parse(pages.browser().get(path).header("Cache-Status"));
        assertThat(members).extracting(Field.Member::token).containsExactly("fragments");
        return members.get(0).parameters();
    }

    private void show(Object key) {
        pages.model.put("k", key);
    }

    @Test
    void aMissIsForwardedAndStored() {
        show(1);
        pages.page("page", TWO).start();
        assertThat(status("/page"))
                .containsExactly(
                        Map.entry("fwd", new Field.Token("miss")),
                        Map.entry("ttl", 120L),
                        Map.entry("stored", true),
                        Map.entry("detail", "hit=0 stale=0 miss=2 bypass=0"));
    }

    @Test
    void aPageIsFreshAsLongAsItsFirstFragment() {
        show(1);
        pages.page("page", TWO).start();
        status("/page");
        pages.clock.move(Duration.ofSeconds(90));
        assertThat(status("/page"))
                .containsExactly(
                        Map.entry("hit", true),
                        Map.entry("ttl", 30L),
                        Map.entry("detail", "hit=2 stale=0 miss=0 bypass=0"));
    }

    @Test
    void aStaleOneHasNegativeTimeLeft() {
        show(1);
        pages.page("page", TWO).start();
        status("/page");
        pages.clock.move(Duration.ofSeconds(150));
        assertThat(status("/page"))
                .containsExactly(
                        Map.entry("hit", true),
                        Map.entry("ttl", -30L),
                        Map.entry("detail", "hit=1 stale=1 miss=0 bypass=0"));
    }

    @Test
    void whatIsStaleBecauseItWasTouchedHasNegativeTimeLeftToo() {
        pages.page("page", "<p cache:fragment=\"a\" cache:key=\"1\" cache:stale-after-touch=\"5m\">a</p>")
                .start();
        status("/page");
        pages.cache().touchEverything();
        pages.cache().engine().requests().end();
        assertThat(status("/page"))
                .containsEntry("hit", true)
                .containsEntry("ttl", -1L)
                .doesNotContainKey("fwd");
    }

    @Test
    void whatStandsInForARenderThatFailsIsForwardedByTheOneWhoWaitedAndAHitForTheNext() {
        show("text");
        pages.model.put("end", 4);
        pages.page(
                        "page",
                        "<p cache:fragment=\"a\" cache:key=\"1\" cache:lifetime=\"kept\" th:text=\"${k.substring(0, end)}\">a</p>")
                .caching(cache -> cache.profile(
                        "kept", Lifetime.of("10m").stale("10m").onError("1h").jitter(0)))
                .start();
        status("/page");
        pages.clock.move(Duration.ofMinutes(25));
        pages.model.put("end", 9);
        assertThat(status("/page"))
                .as("waited for the render that failed")
                .containsEntry("fwd", new Field.Token("miss"))
                .containsEntry("ttl", -900L)
                .doesNotContainKey("stored");
        assertThat(status("/page"))
                .as("waited for nothing")
                .containsEntry("hit", true)
                .hasEntrySatisfying("ttl", left -> assertThat((Long) left).isNegative())
                .doesNotContainKey("fwd");
    }

    @Test
    void onlyTheOutermostFragmentsCount() {
        pages.page(
                        "page",
                        "<div cache:fragment=\"o\" cache:key=\"1\" cache:fresh=\"9m\"><p cache:fragment=\"i\" cache:key=\"1\" cache:fresh=\"2m\">i</p></div>")
                .start();
        assertThat(status("/page")).containsEntry("ttl", 120L).containsEntry("detail", "hit=0 stale=0 miss=2 bypass=0");
        assertThat(status("/page")).containsEntry("ttl", 120L).containsEntry("detail", "hit=1 stale=0 miss=0 bypass=0");
    }

    @Test
    void whatIsNotCachedIsBypassed() {
        pages.page("page", "<p cache:fragment=\"a\" cache:key=\"1\" cache:if=\"${false}\">a</p>")
                .start();
        assertThat(status("/page"))
                .containsExactly(
                        Map.entry("fwd", new Field.Token("bypass")),
                        Map.entry("detail", "hit=0 stale=0 miss=0 bypass=1"));
    }

    @Test
    void aPostStoresNothing() {
        show(1);
        pages.page("page", ONE).start();
        assertThat(pages.browser().send("POST", "/page").header("Cache-Status"))
                .isEqualTo("fragments; fwd=bypass; detail=\"hit=0 stale=0 miss=0 bypass=1\"");
    }

    @Test
    void whoJoinsAnothersRenderingSaysSo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        pages.model.put("slow", new Slow(begun, goOn));
        pages.page("page", "<p cache:fragment=\"a\" cache:key=\"1\" th:text=\"${slow.text()}\">a</p>")
                .caching(settings -> settings.listener(new Listener() {
                    @Override
                    public void lookedUp(LookedUp event) {
                        if (begun.getCount() == 0) {
                            goOn.countDown();
                        }
                    }
                }))
                .start();
        ExecutorService visitors = Executors.newFixedThreadPool(2);
        try {
            Future<Map<String, Object>> first = visitors.submit(() -> status("/page"));
            begun.await();
            Map<String, Object> second = visitors.submit(() -> status("/page")).get();
            assertThat(first.get()).containsEntry("stored", true).doesNotContainKey("collapsed");
            assertThat(second)
                    .containsEntry("fwd", new Field.Token("miss"))
                    .containsEntry("collapsed", true)
                    .containsEntry("ttl", 600L)
                    .doesNotContainKey("stored");
        } finally {
            visitors.shutdownNow();
        }
    }

    @Test
    void theApplicationsOwnStatusStays() {
        show(1);
        pages.page("page", ONE)
                .at("/own", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.addHeader("Cache-Status", "Origin; fwd=uri-miss");
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        assertThat(Field.parse(pages.browser().get("/own").header("Cache-Status")))
                .extracting(Field.Member::token)
                .containsExactly("Origin", "fragments");
    }

    @Test
    void aPageWithoutFragmentsIsLeftAlone() {
        pages.page("page", "<p>plain</p>")
                .filtering(filter -> filter.serverTiming(true))
                .start();
        Answer answer = pages.browser().get("/page");
        assertThat(answer.headers())
                .doesNotContainKeys("Cache-Status", "Server-Timing", "ETag", "Vary", "Cache-Control");
    }

    @Test
    void noKeyReachesAHeader() {
        show("secret\r\nSet-Cookie: a=b");
        pages.page("page", ONE).filtering(filter -> filter.serverTiming(true)).start();
        Answer answer = pages.browser().get("/page");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().toString()).doesNotContain("secret");
        assertThat(answer.has("Set-Cookie")).isFalse();
    }

    @Test
    void theNameIsTheApplicationsToChoose() {
        show(1);
        pages.page("page", ONE).filtering(filter -> filter.name("shop.example")).start();
        assertThat(Field.parse(pages.browser().get("/page").header("Cache-Status")))
                .extracting(Field.Member::token)
                .containsExactly("shop.example");
    }

    @Test
    void aNameThatWouldBreakTheHeaderIsRefused() {
        FragmentCache cache = FragmentCache.inMemory().build();
        for (String name : List.of("", "1a", "a b", "a\r\nSet-Cookie: x=y", "a;hit", "ä")) {
            assertThatThrownBy(() -> FragmentCacheFilter.over(cache).name(name))
                    .hasMessage("The filter cannot be called '" + name + "' in a header. Write a letter, then letters,"
                            + " digits, '-', '_' or '.'.");
        }
        cache.close();
    }

    @Test
    void aFragmentsNameThatWouldBreakAHeaderIsRefused() {
        pages.page("page", "<p cache:fragment=\"a&#13;&#10;Set-Cookie: x=y\" cache:key=\"1\">a</p>")
                .start();
        Answer answer = pages.browser().get("/page");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.has("Set-Cookie")).isFalse();
    }

    @Test
    void serverTimingIsToldOnlyWhereAskedFor() {
        show(1);
        pages.page("page", ONE).start();
        assertThat(pages.browser().get("/page").has("Server-Timing")).isFalse();
    }

    @Test
    void serverTimingTellsWhatWasRenderedAndWhatWasSaved() {
        pages.model.put("clock", new Ticking(pages.clock));
        pages.page("page", "<p cache:fragment=\"a\" cache:key=\"1\" th:text=\"${clock.tick()}\">a</p>")
                .filtering(filter -> filter.serverTiming(true))
                .start();
        assertThat(pages.browser().get("/page").header("Server-Timing"))
                .isEqualTo("fragments;desc=\"hit=0 stale=0 miss=1 bypass=0\", render;dur=12.345;desc=\"rendered now\","
                        + " saved;dur=0.000;desc=\"shown instead of rendered\"");
        assertThat(pages.browser().get("/page").header("Server-Timing"))
                .isEqualTo("fragments;desc=\"hit=1 stale=0 miss=0 bypass=0\", render;dur=0.000;desc=\"rendered now\","
                        + " saved;dur=12.345;desc=\"shown instead of rendered\"");
    }

    /** Takes a while to say something. */
    public record Slow(CountDownLatch begun, CountDownLatch goOn) {
        public String text() throws InterruptedException {
            begun.countDown();
            goOn.await();
            return "slow";
        }
    }

    /** Moves the clock when it is asked. */
    public record Ticking(HandClock clock) {
        public String tick() {
            clock.move(Duration.ofNanos(12_345_000));
            return "tick";
        }
    }
}
