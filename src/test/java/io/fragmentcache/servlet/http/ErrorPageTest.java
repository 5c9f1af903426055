package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first page after a start may be an error page, whose model lacks what the layout shows on all others. */
class ErrorPageTest {
    private static final String LAYOUT =
            "<nav cache:fragment=\"menu\" cache:key=\"'menu'\"><a th:each=\"c : ${categories}\" th:text=\"${c}\">c</a></nav>"
                    + "<ul><li cache:each=\"c : ${categories}\" cache:fragment=\"row\" cache:key=\"${c}\" th:text=\"${c}\">c</li></ul>";
    private static final String EMPTY = "<nav></nav><ul></ul>";
    private static final String FULL = "<nav><a>Tea</a></nav><ul><li>Tea</li></ul>";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    private void served(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.setContentType("text/html;charset=UTF-8");
        pages.render("page", request, response, response.getWriter());
    }

    private ServerStage pages() {
        return pages.page("page", LAYOUT)
                .at("/error", this::served)
                .at("/missing", (request, response) -> response.sendError(404))
                .at("/forbidden", (request, response) -> response.sendError(403, "members only"))
                .at("/broken", (request, response) -> {
                    throw new IllegalStateException("broken");
                })
                .errorsAt("/error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ERROR", "ERROR,ASYNC,FORWARD"})
    void whatAnErrorDispatchRendersIsNotStored(String types) {
        for (String type : types.split(",")) {
            if (!type.isEmpty()) {
                pages.mappedFor(DispatcherType.valueOf(type));
            }
        }
        pages().start();
        pages.model.remove("categories");
        for (String path : List.of("/missing", "/forbidden", "/broken", "/no-such-page")) {
            assertThat(pages.browser().get(path).text()).as(path).isEqualTo(EMPTY);
            assertThat(pages.store.size()).as(path).isZero();
        }
        pages.model.put("categories", List.of("Tea"));
        assertThat(pages.browser().get("/page").text()).isEqualTo(FULL);
        assertThat(pages.browser().get("/missing").text())
                .as("a hit on an error page")
                .isEqualTo(FULL);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 400, 403, 404, 410, 451, 500, 503})
    void aPageOfAnErrorOrARedirectStoresNothing(int status) {
        pages().at("/status", (request, response) -> {
                    response.setStatus(status);
                    served(request, response);
                })
                .start();
        assertThat(pages.browser().get("/status").status()).isEqualTo(status);
        assertThat(pages.store.size()).isZero();
        pages.model.put("categories", List.of("Tea"));
        assertThat(pages.browser().get("/page").text()).isEqualTo(FULL);
        assertThat(pages.browser().get("/status").text()).isEqualTo(FULL);
    }

    /** The status is set where another servlet, thread or template renders, or goes on after its end. */
    @ParameterizedTest
    @ValueSource(strings = {"/forwarded", "/included", "/async", "/sent", "/once"})
    void aPageOfAnErrorStoresNothingWhoeverRendersIt(String path) {
        errors().start();
        pages.browser().get(path);
        assertThat(pages.store.size()).isZero();
        pages.model.put("categories", List.of("Tea"));
        assertThat(pages.browser().get("/page").text()).isEqualTo(FULL);
        assertThat(pages.store.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/missing",
                "/broken",
                "/status",
                "/handled",
                "/forwarded",
                "/included",
                "/async",
                "/sent",
                "/once"
            })
    void anErrorPageRegeneratesNoStaleTextOfItsModel(String path) {
        errors().start();
        pages.model.put("categories", List.of("Tea"));
        pages.browser().get("/page");
        pages.clock.move(Duration.ofMinutes(11));
        pages.model.put("categories", List.of());
        pages.browser().get(path);
        assertThat(pages.behind).isEmpty();
        pages.model.put("categories", List.of("Tea"));
        assertThat(pages.browser().get("/page").text()).isEqualTo(FULL);
        assertThat(pages.behind)
                .as("regenerated for a page that is none of an error")
                .isNotEmpty();
    }

    private ServerStage errors() {
        return pages().at("/status", (request, response) -> {
                    response.setStatus(404);
                    served(request, response);
                })
                .at("/handled", (request, response) -> {
                    request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new IllegalStateException("handled"));
                    served(request, response);
                    request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
                })
                .at("/forwarded", (request, response) -> {
                    response.setStatus(404);
                    request.getRequestDispatcher("/page").forward(request, response);
                })
                .at("/included", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.setStatus(410);
                    request.getRequestDispatcher("/page").include(request, response);
                })
                .at("/async", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        try {
                            response.setStatus(503);
                            served(request, response);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        } finally {
                            async.complete();
                        }
                    });
                })
                .at("/sent", (request, response) -> {
                    response.sendError(404);
                    served(request, response);
                })
                .at("/once", (request, response) -> {
                    // As of an exception handler: the page begins well, and is begun again.
                    response.setContentType("text/html;charset=UTF-8");
                    response.getWriter().write("begun");
                    response.reset();
                    response.setStatus(500);
                    served(request, response);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing", "/broken", "/no-such-page"})
    void aTextOfAnErrorPageIsNotStored(String path) {
        pages().at("/text", this::text)
                .errorsAt("/text")
                .mappedFor(DispatcherType.ERROR)
                .start();
        assertThat(pages.browser().get(path).text()).isEqualTo("none");
        assertThat(pages.store.size()).isZero();
        pages.model.put("categories", List.of("Tea"));
        assertThat(pages.browser().get("/text").text()).isEqualTo("[Tea]");
    }

    private void text(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter()
                .write(pages.cache()
                        .text(
                                "menu",
                                "all",
                                Lifetime.of("10m"),
                                () -> String.valueOf(pages.model.getOrDefault("categories", "none"))));
    }

    @Test
    void aStatusThatIsTakenBackStoresAgain() {
        pages().at("/mended", (request, response) -> {
                    response.setStatus(404);
                    response.reset();
                    served(request, response);
                })
                .at("/other", (request, response) -> {
                    response.setStatus(500);
                    response.setStatus(203);
                    served(request, response);
                })
                .start();
        pages.model.put("categories", List.of("Tea"));
        assertThat(pages.browser().get("/mended").text()).isEqualTo(FULL);
        assertThat(pages.store.size()).isEqualTo(2);
        pages.cache().touchEverything();
        pages.browser().get("/other");
        assertThat(pages.browser().get("/page").header("Cache-Status")).startsWith("fragments; hit");
    }

    @Test
    void thePageOfAnExceptionThatAFrameworkHandledStoresNothing() {
        pages().at("/handled", (request, response) -> {
                    request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new IllegalStateException("handled"));
                    served(request, response);
                    request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
                })
                .start();
        Answer handled = pages.browser().get("/handled");
        assertThat(handled.status()).isEqualTo(200);
        assertThat(handled.header("Cache-Status")).startsWith("fragments; fwd=bypass");
        assertThat(pages.store.size()).isZero();
    }
}
