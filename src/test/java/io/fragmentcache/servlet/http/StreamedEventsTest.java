package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.servlet.EdgeTags;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream of events (SSE), each of which is a fragment of a page. */
class StreamedEventsTest {
    private final ServerStage pages = new ServerStage();
    private volatile int database;

    @AfterEach
    void close() {
        pages.close();
    }

    /** The stream of one visitor: its events are rendered by a thread of the application. */
    private void event(AsyncContext stream) {
        FragmentCacheFilter.beginEvent(stream.getRequest());
        pages.model.put("n", database);
        try {
            Writer out = stream.getResponse().getWriter();
            out.write("data: ");
            pages.part(
                    "shop",
                    Set.of("list"),
                    (HttpServletRequest) stream.getRequest(),
                    (HttpServletResponse) stream.getResponse(),
                    out);
            out.write("\n\n");
            stream.getResponse().flushBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eventsOfAnAsynchronousStreamAreTheEntryOfThePageAndSeeTouchesBetweenThem(boolean wrapped) throws Exception {
        CompletableFuture<AsyncContext> begun = new CompletableFuture<>();
        pages.page("shop", """
                        <h1>Shop</h1><ul th:fragment="list" cache:fragment="list" cache:key="'all'"><li>[[${n}]]</li></ul>""")
                .at("/stream", (request, response) -> {
                    response.setContentType("text/event-stream;charset=UTF-8");
                    begun.complete(wrapped ? request.startAsync(request, response) : request.startAsync());
                })
                .filtering(filter -> filter.maxAge(Duration.ofHours(1)).edgeTags(EdgeTags.xkey()))
                .start();
        database = 1;
        pages.model.put("n", 1);
        pages.browser().get("/shop");
        CompletableFuture<String> seen = CompletableFuture.supplyAsync(
                () -> pages.browser().get("/stream").text());
        AsyncContext stream = begun.get();
        database = 2;
        event(stream);
        pages.cache().expire(Tag.EVERYTHING);
        event(stream);
        database = 3;
        event(stream);
        assertThat(pages.browser().get("/shop").text()).contains("<li>2</li>");
        assertThat(pages.browser().get("/shop").header("Cache-Status")).startsWith("fragments; hit");
        pages.clock.move(Duration.ofHours(1));
        event(stream);
        stream.complete();
        assertThat(seen.get()).isEqualTo("""
                        data: <ul><li>1</li></ul>

                        data: <ul><li>2</li></ul>

                        data: <ul><li>2</li></ul>

                        data: <ul><li>3</li></ul>

                        """);
        assertThat(pages.browser().get("/shop").header("Cache-Status")).startsWith("fragments; hit; ttl=600");
    }
}
