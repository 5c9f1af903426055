package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.key.Tag;
import io.fragmentcache.servlet.EdgeTags;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tags of pages, written for an edge. */
class EdgeHeaderTest {
    private static final String PAGE =
            "<p cache:fragment=\"a\" cache:key=\"1\" cache:tags=\"'catalog'\"><b cache:fragment=\"b\" cache:key=\"2\""
                    + " cache:tags=\"'inner'\">b</b></p>";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    private ServerStage tagged(EdgeTags tags) {
        return pages.filtering(filter -> filter.maxAge(Duration.ofMinutes(5)).edgeTags(tags))
                .page("page", PAGE);
    }

    @Test
    void aPublicPageCarriesTheTagsOfAllThatItShowsMissHitAndNotModified() {
        tagged(EdgeTags.surrogateKey()).start();
        Answer miss = pages.browser().get("/page");
        assertThat(miss.header("Surrogate-Key").split(" ")).containsExactlyInAnyOrder("catalog", "inner", "*");
        Answer hit = pages.browser().get("/page");
        assertThat(hit.header("Surrogate-Key").split(" ")).containsExactlyInAnyOrder("catalog", "inner", "*");
        Answer same = pages.browser().get("/page", "If-None-Match: " + hit.header("ETag"));
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("Surrogate-Key")).isEqualTo(hit.header("Surrogate-Key"));
    }

    @Test
    void nothingIsWrittenUnlessAskedForNorOnPagesOfOneVisitorOrWithoutFragments() {
        pages.page("page", PAGE).start();
        assertThat(pages.browser().get("/page").headers()).doesNotContainKeys("Surrogate-Key", "xkey", "Cache-Tag");
        try (ServerStage told = new ServerStage()) {
            told.filtering(filter -> filter.maxAge(Duration.ofMinutes(5)).edgeTags(EdgeTags.xkey()))
                    .page("hole", "<p cache:fragment=\"a\" cache:key=\"1\"><i cache:hole=\"\">x</i></p>")
                    .page("session", "<p cache:fragment=\"a\" cache:key=\"1\" th:text=\"${session.x}\">x</p>")
                    .page("plain", "<p>x</p>")
                    .start();
            for (String path : List.of("/hole", "/session", "/plain")) {
                assertThat(told.browser().get(path).has("xkey")).as(path).isFalse();
            }
        }
    }

    @Test
    void theNamespaceIsThatOfTheCacheUnlessGiven() {
        tagged(EdgeTags.cacheTag()).caching(cache -> cache.namespace("shop")).start();
        assertThat(pages.browser().get("/page").header("Cache-Tag").split(","))
                .containsExactlyInAnyOrder("shop:catalog", "shop:inner", "shop:*");
    }

    @Test
    void tagsOfTheApplicationStayBeforeOurs() {
        tagged(EdgeTags.xkey())
                .at("/own", (request, response) -> {
                    response.setHeader("xkey", "mine");
                    response.addHeader("xkey", "more");
                    response.setContentType("text/html;charset=UTF-8");
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        assertThat(pages.browser().get("/own").header("xkey").split(" "))
                .startsWith("mine", "more")
                .containsExactlyInAnyOrder("mine", "more", "catalog", "inner", "*");
    }

    @Test
    void anUnsafeRequestTellsWhichGroupsItTouched() {
        tagged(EdgeTags.cacheGroups())
                .at("/save", (request, response) -> {
                    pages.cache().touch("Product", 42);
                    response.setStatus(204);
                })
                .start();
        assertThat(pages.browser()
                        .send("POST", "/save")
                        .header("Cache-Group-Invalidation")
                        .split(", "))
                .contains("\"Product:42\"", "\"Product:*\"", "\"~any\"");
        assertThat(pages.browser().send("GET", "/save").has("Cache-Group-Invalidation"))
                .as("a safe method (RFC 9875, section 3)")
                .isFalse();
        pages.cache().touch(Tag.of("catalog"));
        assertThat(pages.browser().send("POST", "/page").has("Cache-Group-Invalidation"))
                .as("touched by another thread")
                .isFalse();
    }

    @Test
    void anUnsafeRequestThatTouchesMoreThanAHeaderHoldsTellsWhatEveryPageCarries() {
        tagged(EdgeTags.cacheGroups())
                .at("/import", (request, response) -> {
                    for (int i = 0; i < 5_000; i++) {
                        pages.cache().touch("Product", i);
                    }
                    response.setStatus(204);
                })
                .start();
        Answer answer = pages.browser().send("POST", "/import");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Cache-Group-Invalidation")).isEqualTo("\"*\"");
    }

    @Test
    void tagsWithoutAnAgeAreRefused() {
        FragmentCache cache = FragmentCache.inMemory().build();
        assertThatThrownBy(() -> FragmentCacheFilter.over(cache)
                        .edgeTags(EdgeTags.xkey())
                        .build())
                .hasMessage("edgeTags is set, but no age: an edge keeps no page that says none. Add maxAge(..) or"
                        + " cdnMaxAge(..).");
        cache.close();
    }
}
