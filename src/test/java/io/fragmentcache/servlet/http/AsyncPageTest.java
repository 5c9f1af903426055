package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An asynchronous page is made of data that was read before its dispatch: a touch in between outdates what it stores. */
class AsyncPageTest {
    private static final String PAGE = "<p cache:fragment=\"a\" cache:key=\"1\" th:text=\"${name}\">a</p>";

    private final ServerStage pages = new ServerStage();
    private volatile String database = "old";

    @AfterEach
    void close() {
        pages.close();
    }

    private void read() {
        pages.model.put("name", database);
    }

    private void changedBySomebodyElse() {
        database = "new";
        pages.cache().touchEverything();
        pages.cache().engine().requests().end();
    }

    private void render(HttpServletRequest request, HttpServletResponse response) {
        try {
            response.setContentType("text/html;charset=UTF-8");
            pages.render("page", request, response, response.getWriter());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The data is read; somebody changes it; then the page is rendered. */
    private ServerStage pages(boolean wrapped, boolean dispatched) {
        return pages.page("page", PAGE)
                .at("/plain", (request, response) -> {
                    read();
                    render(request, response);
                })
                .at("/view", this::render)
                .at("/async", (request, response) -> {
                    read();
                    AsyncContext async = wrapped ? request.startAsync(request, response) : request.startAsync();
                    changedBySomebodyElse();
                    if (dispatched) {
                        async.dispatch("/view");
                    } else {
                        async.start(() -> {
                            render(request, response);
                            async.complete();
                        });
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aTouchBetweenLoadAndDispatchIsNotLost(boolean wrapped, boolean dispatched) {
        pages(wrapped, dispatched).start();
        showsTheNewOneAfterwards();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void norWhereTheFilterIsMappedForDispatchesToo(boolean wrapped, boolean dispatched) {
        pages(wrapped, dispatched)
                .mappedFor(DispatcherType.ASYNC, DispatcherType.ERROR)
                .start();
        showsTheNewOneAfterwards();
    }

    private void showsTheNewOneAfterwards() {
        assertThat(pages.browser().get("/async").text()).isEqualTo("<p>old</p>");
        assertThat(pages.browser().get("/plain").text()).isEqualTo("<p>new</p>");
        assertThat(pages.browser().get("/plain").header("Cache-Status")).startsWith("fragments; hit");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aDispatchedPageIsHeldBackWhereTheFilterIsMappedForIt(boolean wrapped) {
        Supplier<Answer> visit = () -> pages.browser().get("/held");
        pages.page("page", PAGE)
                .at("/view", this::render)
                .at("/held", (request, response) -> {
                    read();
                    (wrapped ? request.startAsync(request, response) : request.startAsync()).dispatch("/view");
                })
                .filtering(filter -> filter.maxAge(Duration.ofMinutes(1)))
                .mappedFor(DispatcherType.ASYNC)
                .start();
        assertThat(visit.get().header("Cache-Status")).startsWith("fragments; fwd=miss; ttl=600; stored");
        Answer hit = visit.get();
        assertThat(hit.text()).isEqualTo("<p>old</p>");
        assertThat(hit.header("Cache-Status")).startsWith("fragments; hit");
        assertThat(hit.header("Cache-Control")).isEqualTo("max-age=60");
        assertThat(hit.header("Content-Length")).isEqualTo("10");
        assertThat(pages.browser()
                        .get("/held", "If-None-Match: " + hit.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void whatWasWrittenBeforeTheDispatchIsNotLost() {
        pages.page("page", PAGE)
                .at("/view", this::render)
                .at("/begun", (request, response) -> {
                    read();
                    response.setContentType("text/html;charset=UTF-8");
                    response.getWriter().write("begun ");
                    request.startAsync(request, response).dispatch("/view");
                })
                .mappedFor(DispatcherType.ASYNC)
                .start();
        assertThat(pages.browser().get("/begun").text()).isEqualTo("begun <p>old</p>");
        assertThat(pages.browser().get("/begun").text()).isEqualTo("begun <p>old</p>");
    }
}
