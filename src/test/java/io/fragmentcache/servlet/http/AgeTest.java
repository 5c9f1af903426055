package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long browsers and networks may keep a page, where the application asked the filter to say so. */
class AgeTest {
    private static final String PAGE =
            "<p cache:fragment=\"a\" cache:key=\"1\" cache:fresh=\"2m\" cache:stale=\"3m\">a</p><p cache:fragment=\"b\" cache:key=\"1\">b</p>";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    private ServerStage keptFor(String most) {
        return pages.filtering(filter -> filter.maxAge(Duration.parse(most)));
    }

    @Test
    void nothingIsSaidUnlessAskedFor() {
        pages.page("page", PAGE).start();
        assertThat(pages.browser().get("/page").headers()).doesNotContainKeys("Cache-Control", "CDN-Cache-Control");
    }

    @Test
    void aPageIsKeptAsLongAsItsFirstFragmentIsFreshAndNoLongerThanAsked() {
        keptFor("PT10M").page("page", PAGE).start();
        assertThat(pages.browser().get("/page").header("Cache-Control")).isEqualTo("max-age=120");
        pages.clock.move(Duration.ofSeconds(45));
        assertThat(pages.browser().get("/page").header("Cache-Control")).isEqualTo("max-age=75");
        pages.clock.move(Duration.ofSeconds(90));
        assertThat(pages.browser().get("/page").header("Cache-Control"))
                .as("stale")
                .isEqualTo("max-age=0");
    }

    @Test
    void aPageIsKeptNoLongerThanTheEarliestEndOfItsFragmentsEvenOnError() {
        pages.filtering(filter -> filter.maxAge(Duration.ofHours(1))
                        .staleWhileRevalidate(Duration.ofHours(1))
                        .staleIfError(Duration.ofHours(1)))
                .page(
                        "page",
                        "<p cache:fragment=\"a\" cache:key=\"1\"><b cache:fragment=\"b\" cache:key=\"2\""
                                + " cache:until=\"${ends}\">b</b></p>")
                .start();
        pages.model.put("ends", pages.clock.instant().plusSeconds(100));
        assertThat(pages.browser().get("/page").header("Cache-Control"))
                .isEqualTo("max-age=80, stale-while-revalidate=20, stale-if-error=20");
        pages.clock.move(Duration.ofSeconds(90));
        assertThat(pages.browser().get("/page").header("Cache-Control"))
                .isEqualTo("max-age=0, stale-while-revalidate=10, stale-if-error=10");
        pages.clock.move(Duration.ofSeconds(10));
        assertThat(pages.browser().get("/page").has("Cache-Control"))
                .as("remembered nowhere")
                .isFalse();
    }

    @Test
    void noLongerThanAsked() {
        keptFor("PT30S").page("page", PAGE).start();
        assertThat(pages.browser().get("/page").header("Cache-Control")).isEqualTo("max-age=30");
    }

    @Test
    void whatFollowsIsBoundedByTheFragmentsToo() {
        pages.filtering(filter -> filter.maxAge(Duration.ofHours(1))
                        .cdnMaxAge(Duration.ofMinutes(1))
                        .staleWhileRevalidate(Duration.ofHours(1))
                        .staleIfError(Duration.ofMinutes(10)))
                .page("page", PAGE)
                .start();
        Answer answer = pages.browser().get("/page");
        assertThat(answer.header("Cache-Control"))
                .isEqualTo("max-age=120, stale-while-revalidate=180, stale-if-error=600");
        assertThat(answer.header("CDN-Cache-Control"))
                .isEqualTo("max-age=60, stale-while-revalidate=180, stale-if-error=600");
    }

    @Test
    void aPageThatReadsItsVisitorIsPrivateWherever() {
        pages.filtering(filter -> filter.maxAge(Duration.ofHours(1)).cdnMaxAge(Duration.ofHours(1)))
                .caching(cache -> cache.vary("currency", request -> request.cookie("currency")))
                .page("page", PAGE)
                .page("hole", "<p cache:fragment=\"a\" cache:key=\"1\"><i cache:hole=\"\" th:text=\"${now}\">x</i></p>")
                .page("vary", "<p cache:fragment=\"a\" cache:key=\"1\" cache:vary=\"currency\">a</p>")
                .at("/cookie", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.addCookie(new Cookie("a", "b"));
                    pages.render("page", request, response, response.getWriter());
                })
                .at("/session", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    request.getSession();
                    pages.render("page", request, response, response.getWriter());
                })
                .at("/named", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    request.getUserPrincipal();
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        pages.model.put("now", "now");
        assertThat(pages.browser().get("/page").header("Cache-Control")).isEqualTo("max-age=120");
        for (String path : List.of("/hole", "/vary", "/cookie", "/session", "/named")) {
            Answer answer = pages.browser().get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            if (answer.has("Expires")) {
                // Jetty says so itself of what sets a cookie.
                assertThat(answer.header("Expires")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
                assertThat(answer.has("Set-Cookie")).isTrue();
            } else {
                assertThat(answer.header("Cache-Control")).as(path).startsWith("private, max-age=");
            }
            assertThat(answer.has("CDN-Cache-Control")).as(path).isFalse();
        }
    }

    @Test
    void whatTheApplicationSaidIsLeftAsItIs() {
        for (String said :
                List.of("Cache-Control: no-store", "CDN-Cache-Control: no-store", "Expires: 0", "Pragma: no-cache")) {
            String[] header = said.split(": ");
            pages.at("/" + header[0], (request, response) -> {
                response.setContentType("text/html;charset=UTF-8");
                response.setHeader(header[0], header[1]);
                pages.render("page", request, response, response.getWriter());
            });
        }
        pages.filtering(filter -> filter.maxAge(Duration.ofHours(1)).cdnMaxAge(Duration.ofHours(1)))
                .page("page", PAGE)
                .start();
        assertThat(pages.browser().get("/Cache-Control").headers())
                .containsEntry("Cache-Control", List.of("no-store"))
                .doesNotContainKey("CDN-Cache-Control");
        for (String name : List.of("CDN-Cache-Control", "Expires", "Pragma")) {
            assertThat(pages.browser().get("/" + name).has("Cache-Control"))
                    .as(name)
                    .isFalse();
        }
    }

    @Test
    void aPageOfUnknownAgeIsLeftAlone() {
        keptFor("PT1H")
                .page("plain", "<p>plain</p>")
                .page("bypassed", PAGE + "<p cache:fragment=\"c\" cache:key=\"1\" cache:if=\"${false}\">c</p>")
                .page("refused", PAGE + "<p cache:fragment=\"c\" cache:key=\"1\" th:id=\"${#ids.seq('x')}\">c</p>")
                .page("page", PAGE)
                .at("/missing", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.setStatus(404);
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        for (String path : List.of("/plain", "/bypassed", "/refused", "/missing")) {
            assertThat(pages.browser().get(path).has("Cache-Control")).as(path).isFalse();
        }
        assertThat(pages.browser().send("POST", "/page").has("Cache-Control")).isFalse();
    }

    /** A proxy that does not read what is said to networks would keep the page by a default of its own. */
    @Test
    void whatOnlyNetworksMayKeepOthersAskForFirst() {
        pages.filtering(filter -> filter.cdnMaxAge(Duration.ofMinutes(1)).staleWhileRevalidate(Duration.ofSeconds(30)))
                .page("page", PAGE)
                .page("hole", "<p cache:fragment=\"a\" cache:key=\"1\"><i cache:hole=\"\">x</i></p>")
                .page("plain", "<p>plain</p>")
                .start();
        Answer page = pages.browser().get("/page");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.header("CDN-Cache-Control")).isEqualTo("max-age=60, stale-while-revalidate=30");
        assertThat(pages.browser()
                        .get("/page", "If-None-Match: " + page.header("ETag"))
                        .header("Cache-Control"))
                .isEqualTo("no-cache");
        assertThat(pages.browser().get("/hole").header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(pages.browser().get("/hole").has("CDN-Cache-Control")).isFalse();
        assertThat(pages.browser().get("/plain").has("Cache-Control")).isFalse();
    }

    @Test
    void whatFollowsAnAgeNeedsOne() {
        assertThatThrownBy(() -> FragmentCacheFilter.over(pages.cache())
                        .staleIfError(Duration.ofHours(1))
                        .build())
                .hasMessage(
                        "staleWhileRevalidate and staleIfError say what follows after an age, and none is given. Add"
                                + " maxAge(..) or cdnMaxAge(..).");
    }
}
