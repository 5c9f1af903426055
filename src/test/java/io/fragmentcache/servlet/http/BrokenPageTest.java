package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong, nobody is shown half of a page, and nothing is stored that was not whole. */
class BrokenPageTest {
    private static final String ROWS =
            "<p cache:fragment=\"a\" cache:key=\"1\"><i th:each=\"i : ${rows}\" th:text=\"${i}\">x</i></p>";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    @Test
    void anErrorInTheMidstOfAPageShowsTheErrorAlone() {
        pages.page(
                        "page",
                        "<b>begun</b><p cache:fragment=\"a\" cache:key=\"1\">a</p><p cache:fragment=\"b\" cache:key=\"1\" th:text=\"${broken.text()}\">b</p>")
                .start();
        pages.model.put("broken", new Broken(true));
        Answer error = pages.browser().get("/page");
        assertThat(error.status()).isEqualTo(500);
        assertThat(error.text()).doesNotContain("begun");
        assertThat(error.has("ETag")).isFalse();

        pages.model.put("broken", new Broken(false));
        Answer mended = pages.browser().get("/page");
        assertThat(mended.text()).isEqualTo("<b>begun</b><p>a</p><p>whole</p>");
        assertThat(mended.header("Cache-Status")).contains("hit=1 stale=0 miss=1");
    }

    @Test
    void anErrorAfterTheFirstBytesWereSentCutsThePage() {
        pages.page("page", "<p cache:fragment=\"a\" cache:key=\"1\" th:text=\"${broken.text()}\">a</p>")
                .at("/flushed", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.getWriter().write("begun");
                    response.flushBuffer();
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        pages.model.put("broken", new Broken(true));
        Answer cut = pages.browser().get("/flushed");
        assertThat(cut.whole()).isFalse();
        assertThat(cut.text()).isEqualTo("begun");
        assertThat(pages.store.size()).isZero();

        pages.model.put("broken", new Broken(false));
        assertThat(pages.browser().get("/flushed").text()).isEqualTo("begun<p>whole</p>");
    }

    @Test
    void anErrorPageIsNotMixedWithThePageBeforeIt() {
        pages.page("error", "<h1 cache:fragment=\"e\" cache:key=\"1\">gone</h1>")
                .page("page", "<p cache:fragment=\"a\" cache:key=\"1\">a</p>")
                .at("/gone", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    pages.render("page", request, response, response.getWriter());
                    response.reset();
                    response.setStatus(410);
                    response.setContentType("text/html;charset=UTF-8");
                    pages.render("error", request, response, response.getWriter());
                })
                .at("/sent", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    pages.render("page", request, response, response.getWriter());
                    response.sendError(410);
                    response.getWriter().write("too late");
                })
                .start();
        for (int i = 0; i < 3; i++) {
            Answer gone = pages.browser().get("/gone");
            assertThat(gone.status()).isEqualTo(410);
            assertThat(gone.text()).isEqualTo("<h1>gone</h1>");
            Answer sent = pages.browser().get("/sent");
            assertThat(sent.status()).isEqualTo(410);
            assertThat(sent.text()).doesNotContain("<p>a</p>", "too late");
        }
    }

    @Test
    void whoLeavesInTheMidstLeavesNothingBehind() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        pages.model.put("rows", List.of(1, 2, 3));
        pages.page("page", ROWS)
                .at("/left", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    Writer out = response.getWriter();
                    out.write("begun");
                    response.flushBuffer();
                    begun.countDown();
                    left.await();
                    for (int i = 0; i < 20_000; i++) {
                        out.write("0123456789".repeat(100));
                    }
                    pages.render("page", request, response, out);
                })
                .outside(new Watching(done))
                .start();
        try (Socket socket = pages.browser().open("GET", "/left")) {
            begun.await();
            socket.setSoLinger(true, 0);
        }
        left.countDown();
        done.await();

        Answer next = pages.browser().get("/page");
        assertThat(next.text()).isEqualTo("<p><i>1</i><i>2</i><i>3</i></p>");
    }

    @Test
    void aPageOfFiftyMegabytesIsStreamedAndWhole() {
        AtomicLong most = new AtomicLong();
        String megabyte = "0123456789abcdeé".repeat(1 << 16);
        pages.model.put("rows", List.of(1, 2, 3));
        pages.page("page", ROWS)
                .at("/long", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    pages.render("page", request, response, response.getWriter());
                    for (int i = 0; i < 50; i++) {
                        response.getWriter().write(megabyte);
                        most.set(response.isCommitted() ? most.get() : i);
                    }
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        for (int i = 0; i < 2; i++) {
            Answer answer = pages.browser().get("/long");
            assertThat(answer.whole()).isTrue();
            assertThat(most.get()).as("megabytes before the first went out").isLessThan(2);
            assertThat(answer.has("ETag")).isFalse();
            String text = answer.text();
            assertThat(text.length()).isEqualTo(2 * 31 + 50 * megabyte.length());
            assertThat(text.startsWith("<p><i>1</i><i>2</i><i>3</i></p>0123")).isTrue();
            assertThat(text.endsWith("é<p><i>1</i><i>2</i><i>3</i></p>")).isTrue();
        }
    }

    /** Says something, or fails after it began. */
    public record Broken(boolean broken) {
        public String text() {
            if (broken) {
                throw new IllegalStateException("broken");
            }
            return "whole";
        }
    }

    /** Tells when a request is over, and what it left in its attributes. */
    @SuppressWarnings("serial")
    private static final class Watching extends HttpFilter {
        private final transient CountDownLatch done;

        Watching(CountDownLatch done) {
            this.done = done;
        }

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            try {
                chain.doFilter(request, response);
            } finally {
                if (request.getAttribute(RequestScope.ATTRIBUTE) == null
                        && request.getRequestURI().equals("/left")) {
                    done.countDown();
                }
            }
        }
    }
}
