package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing that stands at the edge may keep a page of one visitor, whatever else is known of the page. */
class WhosePageTest {
    private static final String UNKEPT = "<u cache:fragment=\"u\" cache:key=\"1\" cache:if=\"${false}\">u</u>";
    private static final String REFUSED = "<u cache:fragment=\"u\" cache:key=\"1\" th:id=\"${#ids.seq('x')}\">u</u>";
    private static final String PUBLIC = "<p cache:fragment=\"a\" cache:key=\"1\">a</p>";
    private static final String HOLE =
            "<p cache:fragment=\"a\" cache:key=\"1\"><i cache:hole=\"\" th:text=\"${session.name}\">i</i></p>";
    private static final String OF_SESSION = PUBLIC + "<b th:text=\"${session.name}\">b</b>";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    @BeforeEach
    void pages() {
        pages.filtering(filter -> filter.maxAge(Duration.ofMinutes(1)).cdnMaxAge(Duration.ofMinutes(10)))
                .page("public", PUBLIC)
                .page("hole", HOLE)
                .page("holeRefused", HOLE + REFUSED)
                .page("holeUnkept", HOLE + UNKEPT)
                .page("session", OF_SESSION)
                .page("sessionRefused", OF_SESSION + REFUSED)
                .page("sessionUnkept", OF_SESSION + UNKEPT)
                .at("/login", (request, response) -> request.getSession().setAttribute("name", "Zoe"));
    }

    private void isPrivate(String path, Answer answer) {
        assertThat(answer.header("Cache-Control")).as(path).startsWith("private");
        assertThat(answer.has("CDN-Cache-Control")).as(path).isFalse();
    }

    private String zoe() {
        String cookie =
                pages.browser().get("/login").headers().get("Set-Cookie").get(0);
        return "Cookie: " + cookie.substring(0, cookie.indexOf(';'));
    }

    /** Renders a page of this name, otherwise than with status 200 and a writer that is held back. */
    private ServerStage.Action rendering(String name, ServerStage.Action before, ServerStage.Action after) {
        return (request, response) -> {
            response.setContentType("text/html;charset=UTF-8");
            before.answer(request, response);
            pages.render(name, request, response, response.getWriter());
            after.answer(request, response);
        };
    }

    private static final ServerStage.Action NOTHING = (request, response) -> {};

    @Test
    void aPageOfUnknownAge() {
        pages.start();
        String zoe = zoe();
        for (String path :
                List.of("/hole", "/holeRefused", "/holeUnkept", "/session", "/sessionRefused", "/sessionUnkept")) {
            for (int visit = 0; visit < 2; visit++) {
                Answer answer = pages.browser().get(path, zoe);
                assertThat(answer.text()).as(path).contains("Zoe");
                isPrivate(path, answer);
            }
        }
        assertThat(pages.browser().get("/public").header("Cache-Control")).isEqualTo("max-age=60");
    }

    @Test
    void aPageOfAnotherStatusOrMethod() {
        for (int status : new int[] {201, 203, 404, 410, 500}) {
            pages.at("/" + status, rendering("session", (request, response) -> response.setStatus(status), NOTHING));
        }
        pages.start();
        String zoe = zoe();
        for (int status : new int[] {201, 203, 404, 410, 500}) {
            isPrivate("" + status, pages.browser().get("/" + status, zoe));
        }
        isPrivate("POST", pages.browser().send("POST", "/session", zoe));
        isPrivate("HEAD", pages.browser().send("HEAD", "/session", zoe));
    }

    @Test
    void aPageThatIsSentBeforeItIsComplete() {
        pages.at("/flushed", rendering("session", NOTHING, (request, response) -> response.flushBuffer()))
                .at("/early", rendering("session", (request, response) -> response.flushBuffer(), NOTHING))
                .at(
                        "/head",
                        rendering(
                                "session",
                                (request, response) -> response.getWriter().flush(),
                                NOTHING))
                .at(
                        "/long",
                        rendering(
                                "session",
                                NOTHING,
                                (request, response) -> response.getWriter().write("x".repeat(1 << 21))))
                .at("/bytes", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    OutputStreamWriter out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
                    pages.render("session", request, response, out);
                    out.write("x".repeat(100_000));
                    out.flush();
                })
                .at("/fewBytes", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    OutputStreamWriter out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
                    pages.render("session", request, response, out);
                    out.close();
                })
                .start();
        String zoe = zoe();
        for (String path : List.of("/flushed", "/early", "/head", "/long", "/bytes", "/fewBytes")) {
            Answer answer = pages.browser().get(path, zoe);
            assertThat(answer.text()).as(path).contains("Zoe");
            isPrivate(path, answer);
        }
    }

    @Test
    void aPageThatAnotherServletOrThreadGoesOnWith() {
        pages.at(
                        "/forward",
                        (request, response) ->
                                request.getRequestDispatcher("/session").forward(request, response))
                .at("/include", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    request.getRequestDispatcher("/session").include(request, response);
                })
                .at("/async", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        try {
                            pages.render("session", request, response, response.getWriter());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        } finally {
                            async.complete();
                        }
                    });
                })
                .at(
                        "/dispatched",
                        (request, response) ->
                                request.startAsync(request, response).dispatch("/session"))
                .at(
                        "/dispatchedBare",
                        (request, response) -> request.startAsync().dispatch("/session"))
                .start();
        String zoe = zoe();
        for (String path : List.of("/forward", "/include", "/async", "/dispatched", "/dispatchedBare")) {
            Answer answer = pages.browser().get(path, zoe);
            assertThat(answer.text()).as(path).contains("Zoe");
            isPrivate(path, answer);
        }
    }

    @Test
    void aPageOfAnErrorDispatch() {
        pages.at("/gone", (request, response) -> response.sendError(410))
                .errorsAt("/session")
                .mappedFor(DispatcherType.ERROR)
                .start();
        Answer gone = pages.browser().get("/gone", zoe());
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.text()).contains("Zoe");
        // Jetty says no-store of its own errors.
        assertThat(gone.header("Cache-Control")).containsAnyOf("private", "no-store");
    }

    @Test
    void aPageOfWhomOnlyAFilterAroundKnows() {
        pages.outside(new Knowing()).start();
        assertThat(pages.browser().get("/public").header("Cache-Control")).isEqualTo("max-age=60");
        for (String header :
                List.of("Authorization: Basic YTpi", "X-User: Zoe", "X-Auth-Type: Digest", "X-Certificate: 1")) {
            for (int visit = 0; visit < 2; visit++) {
                isPrivate(header, pages.browser().get("/public", header));
            }
        }
    }

    @Test
    void whatTheApplicationSaidOfItsAgeDoesNotHideWhosePageItIs() {
        for (String name : List.of("Expires", "Pragma")) {
            pages.at(
                    "/" + name,
                    rendering("session", (request, response) -> response.setHeader(name, "no-cache"), NOTHING));
        }
        pages.start();
        String zoe = zoe();
        for (String name : List.of("Expires", "Pragma")) {
            isPrivate(name, pages.browser().get("/" + name, zoe));
        }
    }

    /** Finds out who the visitor is, and hands the request on as one of them. */
    @SuppressWarnings("serial")
    private static final class Knowing extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String user = request.getHeader("X-User");
            String type = request.getHeader("X-Auth-Type");
            if (request.getHeader("X-Certificate") != null) {
                request.setAttribute("jakarta.servlet.request.X509Certificate", new Object());
            }
            chain.doFilter(
                    new HttpServletRequestWrapper(request) {
                        @Override
                        public @Nullable Principal getUserPrincipal() {
                            return user == null ? null : () -> user;
                        }

                        @Override
                        public @Nullable String getAuthType() {
                            return type;
                        }
                    },
                    response);
        }
    }

    /** Counterexample 30 of the review: what the key may hold is more than what the text read. */
    @Test
    void aTextThatReadNothingOfItsVisitorIsForAllThoughItsKeyHoldsASession() {
        pages.page(
                "branch",
                "<p cache:fragment=\"a\" cache:key=\"1\">"
                        + "<b th:if=\"${param.mine != null}\" th:text=\"${session.name}\">b</b>a</p>");
        pages.start();
        String zoe = zoe();
        isPrivate("/branch?mine=1", pages.browser().get("/branch?mine=1", zoe));
        for (int visit = 0; visit < 2; visit++) {
            assertThat(pages.browser().get("/branch", zoe).header("Cache-Control"))
                    .isEqualTo("max-age=60");
        }
    }
}
