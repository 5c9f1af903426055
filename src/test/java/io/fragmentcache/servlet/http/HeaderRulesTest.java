package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of answer is checked against the table of rules: with and without an age, on miss, hit, stale and after. */
class HeaderRulesTest {
    private static final String PAGE = "<p cache:fragment=\"a\" cache:key=\"1\" cache:fresh=\"2m\">a</p>";
    private static final String HOLE =
            "<div cache:fragment=\"h\" cache:key=\"1\"><i cache:hole=\"\" th:text=\"${session.name}\">x</i></div>";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    private void render(String name, HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/html;charset=UTF-8");
        pages.render(name, request, response, response.getWriter());
    }

    private ServerStage.Action after(ServerStage.Action first) {
        return (request, response) -> {
            first.answer(request, response);
            render("page", request, response);
        };
    }

    private void serve() {
        pages.page("page", PAGE)
                .page("hole", HOLE)
                .page("mixed", PAGE + HOLE + "<u cache:fragment=\"u\" cache:key=\"1\" cache:if=\"${false}\">u</u>")
                .page("failing", PAGE + "<b th:text=\"${missing.name}\">b</b>")
                .page("empty", "")
                .page("plain", "<p>plain</p>")
                .at("/cookie", after((request, response) -> response.addCookie(new Cookie("a", "b"))))
                .at("/session", after((request, response) -> request.getSession()))
                .at("/status", after((request, response) -> response.setStatus(404)))
                .at("/own", after((request, response) -> {
                    response.setHeader("ETag", "\"7\"");
                    response.setHeader("Vary", "accept-language");
                    response.setHeader("Cache-Control", "no-cache");
                }))
                .at("/varyAll", after((request, response) -> response.setHeader("Vary", "*")))
                .at("/error", (request, response) -> render("page", request, response))
                .at("/redirect", (request, response) -> {
                    render("page", request, response);
                    response.sendRedirect("/page");
                })
                .at("/gone", (request, response) -> {
                    render("page", request, response);
                    response.sendError(410);
                })
                .at(
                        "/forward",
                        (request, response) ->
                                request.getRequestDispatcher("/page").forward(request, response))
                .at("/include", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    request.getRequestDispatcher("/page").include(request, response);
                })
                .at(
                        "/async",
                        (request, response) ->
                                request.startAsync(request, response).dispatch("/page"))
                .at("/events", (request, response) -> {
                    response.setContentType("text/event-stream;charset=UTF-8");
                    for (int i = 0; i < 3; i++) {
                        response.getWriter().write("data: " + i + "\n\n");
                        response.getWriter().flush();
                    }
                })
                .at("/flushed", (request, response) -> {
                    render("page", request, response);
                    response.flushBuffer();
                    render("hole", request, response);
                })
                .at("/bytes", (request, response) -> {
                    response.setContentType("application/octet-stream");
                    response.getOutputStream().write(new byte[20_000]);
                })
                .at("/nothing", (request, response) -> response.setStatus(204))
                .errorsAt("/error")
                .mappedFor(DispatcherType.ASYNC, DispatcherType.ERROR);
    }

    private static final List<String> PATHS = List.of(
            "/page",
            "/hole",
            "/mixed",
            "/failing",
            "/empty",
            "/plain",
            "/cookie",
            "/session",
            "/status",
            "/own",
            "/varyAll",
            "/redirect",
            "/gone",
            "/forward",
            "/include",
            "/async",
            "/events",
            "/flushed",
            "/bytes",
            "/nothing",
            "/unknown");

    @ParameterizedTest
    @ValueSource(strings = {"no age", "age", "age of networks", "weak", "timed"})
    void everyAnswerKeepsAllRules(String settings) {
        serve();
        pages.filtering(filter -> switch (settings) {
            case "age" ->
                filter.maxAge(Duration.ofMinutes(1))
                        .cdnMaxAge(Duration.ofMinutes(10))
                        .staleWhileRevalidate(Duration.ofMinutes(1))
                        .staleIfError(Duration.ofHours(1));
            case "age of networks" -> filter.cdnMaxAge(Duration.ofMinutes(10));
            case "weak" -> filter.weakETags().maxAge(Duration.ofMinutes(1));
            case "timed" -> filter.serverTiming(true);
            default -> filter;
        });
        pages.start();
        Map<String, List<String>> broken = new TreeMap<>();
        for (String visit : List.of("miss", "hit", "stale", "after")) {
            for (String path : PATHS) {
                check(visit, path, broken);
            }
            if (visit.equals("hit")) {
                pages.clock.move(Duration.ofMinutes(3));
            } else if (visit.equals("stale")) {
                pages.clock.move(Duration.ofHours(1));
            }
        }
        assertThat(broken).isEmpty();
    }

    private void check(String visit, String path, Map<String, List<String>> broken) {
        Answer first = pages.browser().get(path);
        note(visit + " " + path, "GET", false, first, broken);
        Answer head = pages.browser().send("HEAD", path);
        note(visit + " HEAD " + path, "HEAD", false, head, broken);
        // RFC 9110, section 9.3.2: as a GET would have had; what costs rendering may be left out.
        Answer now = pages.browser().get(path);
        for (String name : List.of("ETag", "Vary", "Cache-Control", "CDN-Cache-Control", "Content-Type", "Location")) {
            if (head.status() != now.status()
                    || head.has(name) && !head.header(name).equals(now.header(name))) {
                broken.put(visit + " HEAD " + path + " " + name, List.of(head.status() + " " + head.header(name)));
            }
        }
        note(visit + " POST " + path, "POST", false, pages.browser().send("POST", path), broken);
        note(visit + " range " + path, "GET", false, pages.browser().get(path, "Range: bytes=0-1"), broken);
        if (first.has("ETag")) {
            String condition = "If-None-Match: " + first.header("ETag");
            Answer known = pages.browser().get(path, condition);
            note(visit + " known " + path, "GET", true, known, broken);
            note(visit + " known HEAD " + path, "HEAD", true, pages.browser().send("HEAD", path, condition), broken);
            if (known.status() == 304) {
                // RFC 9110, section 15.4.5: what a 200 would have had and a cache needs.
                for (String name : List.of("ETag", "Vary", "Cache-Control", "CDN-Cache-Control", "Content-Location")) {
                    if (!known.header(name).equals(pages.browser().get(path).header(name))) {
                        broken.put(visit + " known " + path + " " + name, List.of(known.header(name)));
                    }
                }
            }
        }
    }

    private static void note(
            String name, String method, boolean withTag, Answer answer, Map<String, List<String>> broken) {
        List<String> found = HeaderRules.brokenBy(method, withTag, answer);
        if (!found.isEmpty()) {
            broken.put(name + " " + answer.status() + " " + answer.headers(), found);
        }
    }

    @Test
    void theTableFindsWhatIsWrong() {
        Map<String, List<String>> good = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        good.put("Date", List.of("Sun, 22 Nov 2026 12:00:00 GMT"));
        good.put("Cache-Status", List.of("fragments; hit; ttl=-1"));
        assertThat(HeaderRules.brokenBy("GET", false, new Answer(200, good, new byte[0], true)))
                .isEmpty();
        for (String wrong : List.of(
                "Date: today",
                "ETag: 7",
                "Vary: a, A",
                "Vary: *, a",
                "Vary: a b",
                "Content-Length: 5",
                "Cache-Control: private, public",
                "Cache-Control: max-age=soon",
                "Cache-Control: no-store, max-age=1",
                "Cache-Control: max-age=1, max-age=2",
                "Cache-Control: stale-if-error=1",
                "CDN-Cache-Control: max-age=1",
                "Cache-Status: fragments; hit; fwd=miss",
                "Cache-Status: fragments; fwd=stall",
                "Cache-Status: fragments; hit; stored",
                "Cache-Status: fragments; hit, fragments; hit",
                "Last-Modified: yesterday",
                "Last-Modified: Sun, 22 Nov 2026 12:00:01 GMT",
                "Expires: 0",
                "Age: -1",
                "Age: 1.5",
                "Content-Type: text",
                "Content-Type: text/html",
                "Content-Type: text/html; charset",
                "Accept-Ranges: bytes",
                "Location: /a b",
                "Set-Cookie: a b=c",
                "Set-Cookie: =",
                "Server-Timing: a b",
                "Server-Timing: cache;dur=",
                "Cache-Status: fragments; hit=?0",
                "Cache-Status: fragments; ttl=1",
                "Cache-Status: fragments; hit; ttl=1.5",
                "Cache-Status: fragments; hit; collapsed",
                "Content-Range: bytes 0-1/2")) {
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(good);
            int colon = wrong.indexOf(':');
            headers.put(wrong.substring(0, colon), List.of(wrong.substring(colon + 2)));
            assertThat(HeaderRules.brokenBy("GET", false, new Answer(200, headers, new byte[0], true)))
                    .as(wrong)
                    .isNotEmpty();
        }
        assertThat(HeaderRules.brokenBy("GET", false, new Answer(304, good, new byte[0], true)))
                .isNotEmpty();
        assertThat(HeaderRules.brokenBy("GET", false, new Answer(302, good, new byte[0], true)))
                .isNotEmpty();
        assertThat(HeaderRules.brokenBy("HEAD", false, new Answer(200, good, new byte[1], true)))
                .isNotEmpty();
    }
}
