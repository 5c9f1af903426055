package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has a page already is sent no other (RFC 9110, section 13). */
class NotModifiedTest {
    private static final String FRAGMENT = "<p cache:fragment=\"a\" cache:key=\"${k}\" th:text=\"${k}\">a</p>";
    private static final String HOLE =
            "<div cache:fragment=\"a\" cache:key=\"1\"><i cache:hole=\"\" th:text=\"${session.name}\">x</i></div>";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    private ServerStage page(String source) {
        pages.model.put("k", "é");
        return pages.page("page", source);
    }

    private void served(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/html;charset=UTF-8");
        pages.render("page", request, response, response.getWriter());
    }

    private String tag(String path) {
        String tag = pages.browser().get(path).header("ETag");
        assertThat(tag).matches("\"[\\w-]{22}\"");
        return tag;
    }

    private int status(String path, String ifNoneMatch) {
        return pages.browser().get(path, "If-None-Match: " + ifNoneMatch).status();
    }

    @Test
    void missAndHitHaveTheSameTagAndAChangeHasAnother() {
        page(FRAGMENT).start();
        String miss = tag("/page");
        assertThat(tag("/page")).isEqualTo(miss);
        pages.cache().touchEverything();
        assertThat(tag("/page")).as("rendered again, to the same text").isEqualTo(miss);
        pages.model.put("k", "e");
        assertThat(tag("/page")).isNotEqualTo(miss);
    }

    @Test
    void whatStandsBetweenFragmentsCountsToo() {
        page("<b th:text=\"${now}\">n</b>" + FRAGMENT + "<b th:text=\"${then}\">t</b>")
                .start();
        pages.model.put("now", "ab");
        pages.model.put("then", "c");
        String tag = tag("/page");
        pages.model.put("now", "a");
        pages.model.put("then", "bc");
        assertThat(tag("/page")).isNotEqualTo(tag);
    }

    @Test
    void aKnownPageIsAnsweredWithItsHeadersAlone() {
        page(FRAGMENT)
                .at("/more", (request, response) -> {
                    response.setHeader("Content-Location", "/there");
                    response.setHeader("Cache-Control", "no-cache");
                    response.setHeader("Vary", "Origin");
                    response.setDateHeader("Expires", 0);
                    served(request, response);
                })
                .start();
        String tag = tag("/more");
        Answer known = pages.browser().get("/more", "If-None-Match: " + tag);

        assertThat(known.status()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(known.header("ETag")).isEqualTo(tag);
        assertThat(known.header("Content-Location")).isEqualTo("/there");
        assertThat(known.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(known.header("Vary")).isEqualTo("Origin, Accept-Language");
        assertThat(known.header("Expires")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
        assertThat(known.has("Date")).isTrue();
        assertThat(known.header("Cache-Status")).startsWith("fragments; hit");
        assertThat(known.has("Transfer-Encoding")).isFalse();
    }

    @Test
    void tagsAreComparedWeaklyInListsAndInSeveralLines() {
        page(FRAGMENT).start();
        String tag = tag("/page");
        for (String match : List.of(
                tag, "W/" + tag, "*", " * ", "\"x\", " + tag, "\"x\",W/\"y\" ,, " + tag + " ,\"z\"", "\"\", " + tag)) {
            assertThat(status("/page", match)).as(match).isEqualTo(304);
        }
        assertThat(pages.browser()
                        .get("/page", "If-None-Match: \"x\"", "If-None-Match: " + tag)
                        .status())
                .isEqualTo(304);
    }

    @Test
    void whatMatchesNothingOrCannotBeReadIsAnsweredWithThePage() {
        page(FRAGMENT).start();
        String tag = tag("/page");
        String bare = tag.substring(1, tag.length() - 1);
        for (String other : List.of(
                "\"x\"",
                "",
                bare,
                "\"" + bare,
                bare + "\"",
                "w/" + tag,
                "W / " + tag,
                "W/",
                "\"",
                "x" + tag,
                "\"x\"" + tag,
                "*" + tag,
                tag.replace("\"", "'"),
                "\"" + bare + "x\"",
                "\u00ff\u0001",
                "x, " + tag)) {
            Answer answer = pages.browser().get("/page", "If-None-Match: " + other);
            // A container may refuse a control character before anybody else sees it.
            assertThat(answer.status()).as(other).isIn(other.contains("\u0001") ? List.of(200, 400) : List.of(200));
        }
    }

    @Test
    void afterAHundredTagsNobodyLooks() {
        page(FRAGMENT).start();
        String tag = tag("/page");
        assertThat(status("/page", "\"a\",".repeat(99) + tag)).isEqualTo(304);
        assertThat(status("/page", "\"a\",".repeat(100) + tag)).isEqualTo(200);
        assertThat(status("/page", "\"a\",".repeat(1_000) + tag)).isIn(200, 431);
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() {
        page(FRAGMENT).start();
        tag("/page");
        Answer get = pages.browser().get("/page");
        Answer head = pages.browser().send("HEAD", "/page");

        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo("" + "<p>é</p>".getBytes(StandardCharsets.UTF_8).length);
        for (String name : List.of("Content-Length", "Content-Type", "ETag", "Vary", "Cache-Status")) {
            assertThat(head.header(name)).as(name).isEqualTo(get.header(name)).isNotEmpty();
        }
        assertThat(pages.browser()
                        .send("HEAD", "/page", "If-None-Match: " + get.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void aRangeIsAnsweredWithTheWholePage() {
        page(FRAGMENT).start();
        String tag = tag("/page");
        Answer part = pages.browser().get("/page", "Range: bytes=0-1", "If-Range: " + tag);
        assertThat(part.status()).isEqualTo(200);
        assertThat(part.text()).isEqualTo("<p>é</p>");
        assertThat(part.has("Content-Range")).isFalse();
    }

    @Test
    void aPageThatSetsACookieHasNoTag() {
        page(FRAGMENT)
                .at("/cookie", (request, response) -> {
                    response.addCookie(new Cookie("a", "b"));
                    served(request, response);
                })
                .at("/session", (request, response) -> {
                    request.getSession();
                    served(request, response);
                })
                .start();
        for (String path : List.of("/cookie", "/session")) {
            assertThat(pages.browser().get(path).has("ETag")).as(path).isFalse();
            assertThat(status(path, "*")).as(path).isEqualTo(200);
        }
    }

    @Test
    void aPageWithHolesHasATagOnlyIfItVariesByVisitor() {
        page(HOLE)
                .at("/varied", (request, response) -> {
                    response.setHeader("Vary", "Cookie");
                    if (request.getQueryString() != null) {
                        request.getSession().setAttribute("name", "Ann");
                    }
                    served(request, response);
                })
                .start();
        assertThat(pages.browser().get("/page").text()).isEqualTo("<div><i></i></div>");
        assertThat(pages.browser().get("/page").has("ETag")).isFalse();
        String tag = tag("/varied");
        assertThat(status("/varied", tag)).isEqualTo(304);
        assertThat(pages.browser().get("/varied?begin", "If-None-Match: " + tag).text())
                .isEqualTo("<div><i>Ann</i></div>");
    }

    @Test
    void onlySafeMethodsAndGoodAnswersHaveATag() {
        page(FRAGMENT)
                .at("/missing", (request, response) -> {
                    response.setStatus(404);
                    served(request, response);
                })
                .start();
        String tag = tag("/page");
        Answer posted = pages.browser().send("POST", "/page", "If-None-Match: " + tag);
        assertThat(posted.status()).isEqualTo(200);
        assertThat(posted.has("ETag")).isFalse();
        Answer missing = pages.browser().get("/missing", "If-None-Match: *");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).isEqualTo("<p>é</p>");
        assertThat(missing.has("ETag")).isFalse();
    }

    @Test
    void theApplicationsOwnTagIsKeptAndCompared() {
        page(FRAGMENT)
                .at("/own", (request, response) -> {
                    response.setHeader("ETag", "W/\"7\"");
                    served(request, response);
                })
                .start();
        assertThat(pages.browser().get("/own").header("ETag")).isEqualTo("W/\"7\"");
        assertThat(status("/own", "\"7\"")).isEqualTo(304);
        assertThat(status("/own", "\"8\"")).isEqualTo(200);
    }

    @Test
    void theApplicationsDateCountsWhereNoTagsAreGiven() {
        page(FRAGMENT)
                .at("/dated", (request, response) -> {
                    response.setHeader("Last-Modified", "Sun, 22 Nov 2026 12:00:00 GMT");
                    served(request, response);
                })
                .start();
        String tag = tag("/dated");
        String since = "If-Modified-Since: Sun, 22 Nov 2026 12:00:0";
        assertThat(pages.browser().get("/dated", since + "0 GMT").status()).isEqualTo(304);
        assertThat(pages.browser().get("/dated", since + "1 GMT").status()).isEqualTo(304);
        assertThat(pages.browser()
                        .get("/dated", "If-Modified-Since: Sun, 22 Nov 2026 11:59:59 GMT")
                        .status())
                .isEqualTo(200);
        assertThat(pages.browser().get("/dated", "If-Modified-Since: yesterday").status())
                .isEqualTo(200);
        assertThat(pages.browser()
                        .get("/dated", since + "1 GMT", "If-None-Match: \"x\"")
                        .status())
                .isEqualTo(200);
        assertThat(pages.browser()
                        .get("/dated", "If-Modified-Since: yesterday", "If-None-Match: " + tag)
                        .status())
                .isEqualTo(304);
        assertThat(pages.browser().get("/page", since + "1 GMT").status())
                .as("undated")
                .isEqualTo(200);
    }

    @Test
    void tagsAreWeakOrAbsentWhereAskedFor() {
        page(FRAGMENT).filtering(filter -> filter.weakETags()).start();
        String tag = pages.browser().get("/page").header("ETag");
        assertThat(tag).matches("W/\"[\\w-]{22}\"");
        assertThat(status("/page", tag.substring(2))).isEqualTo(304);
    }

    @Test
    void withoutTagsPagesHaveNone() {
        page(FRAGMENT).filtering(filter -> filter.noETags()).start();
        assertThat(pages.browser().get("/page").has("ETag")).isFalse();
        assertThat(status("/page", "*")).isEqualTo(200);
    }

    /** Counts how often it is asked. */
    public static final class Counter {
        private final AtomicInteger times = new AtomicInteger();

        public String tell() {
            return "" + times.incrementAndGet();
        }
    }

    private static final String COUNTED =
            "<div cache:fragment=\"a\" cache:key=\"1\"><i cache:hole=\"\" th:text=\"${counter.tell()}\">x</i></div>";

    @Test
    void holesAreNotRenderedForWhomTheApplicationsTagSaysHasThePage() {
        Counter counter = new Counter();
        pages.model.put("counter", counter);
        page(COUNTED + COUNTED.replace("\"a\"", "\"b\""))
                .at("/own", (request, response) -> {
                    response.setHeader("ETag", "\"7\"");
                    served(request, response);
                })
                .at("/dated", (request, response) -> {
                    response.setHeader("Last-Modified", "Sun, 22 Nov 2026 12:00:00 GMT");
                    served(request, response);
                })
                .start();
        assertThat(pages.browser().get("/own").text()).isEqualTo("<div><i>1</i></div><div><i>2</i></div>");
        Answer known = pages.browser().get("/own", "If-None-Match: \"7\"");
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.header("ETag")).isEqualTo("\"7\"");
        assertThat(known.header("Cache-Status")).startsWith("fragments; hit");
        assertThat(pages.browser()
                        .get("/dated", "If-Modified-Since: Sun, 22 Nov 2026 12:00:00 GMT")
                        .status())
                .isEqualTo(304);
        for (String match : List.of("W/\"7\"", "\"x\", \"7\"", "*")) {
            assertThat(status("/own", match)).as(match).isEqualTo(304);
        }
        assertThat(pages.browser().send("HEAD", "/own", "If-None-Match: \"7\"").status())
                .isEqualTo(304);
        assertThat(counter.times).as("rendered for the one who had nothing").hasValue(2);
        assertThat(pages.browser().get("/own", "If-None-Match: \"8\"").text())
                .isEqualTo("<div><i>3</i></div><div><i>4</i></div>");
        assertThat(pages.browser().send("POST", "/own", "If-None-Match: \"7\"").status())
                .isEqualTo(200);
    }

    @Test
    void whatIsRenderedElsewhereForAPageThatIsKnownIsWhole() {
        pages.model.put("counter", new Counter());
        StringWriter mail = new StringWriter();
        page(COUNTED)
                .at("/own", (request, response) -> {
                    response.setHeader("ETag", "\"7\"");
                    served(request, response);
                    pages.render("page", request, response, mail);
                })
                .start();
        pages.browser().get("/page");
        assertThat(pages.browser().get("/own", "If-None-Match: \"7\"").status()).isEqualTo(304);
        assertThat(mail).hasToString("<div><i>2</i></div>");
    }

    @Test
    void aPageThatWasFoundToBeKnownStaysSo() {
        pages.model.put("counter", new Counter());
        page(COUNTED)
                .at("/status", (request, response) -> {
                    response.setHeader("ETag", "\"7\"");
                    served(request, response);
                    response.setStatus(203);
                    response.setHeader("ETag", "\"8\"");
                })
                .at("/flushed", (request, response) -> {
                    response.setHeader("ETag", "\"7\"");
                    served(request, response);
                    response.getWriter().write("more");
                    response.flushBuffer();
                })
                .at("/error", (request, response) -> {
                    response.setHeader("ETag", "\"7\"");
                    served(request, response);
                    response.sendError(410);
                })
                .at("/reset", (request, response) -> {
                    response.setHeader("ETag", "\"7\"");
                    served(request, response);
                    response.reset();
                    served(request, response);
                })
                .start();
        for (String path : List.of("/status", "/flushed")) {
            pages.browser().get(path);
            Answer known = pages.browser().get(path, "If-None-Match: \"7\"");
            assertThat(known.status()).as(path).isEqualTo(304);
            assertThat(known.body()).as(path).isEmpty();
        }
        assertThat(status("/error", "\"7\"")).isEqualTo(410);
        assertThat(pages.browser().get("/reset", "If-None-Match: \"7\"").text()).contains("<i>");
    }
}
