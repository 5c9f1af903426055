package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an application flushes, its visitor sees at once; that a template is complete flushes nothing. */
class FlushTest {
    private static final String PAGE = "<p cache:fragment=\"a\" cache:key=\"1\">a</p>";

    private final ServerStage pages = new ServerStage();
    private final CountDownLatch seen = new CountDownLatch(1);

    @AfterEach
    void close() {
        seen.countDown();
        pages.close();
    }

    /** Waits until the visitor has seen what came before: it does not come unless it was sent. */
    private void untilSeen() throws InterruptedException {
        if (!seen.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The visitor saw nothing.");
        }
    }

    /** Reads until the line comes, and then lets the servlet go on. */
    private String readsBeforeTheEnd(String path, String line) throws IOException {
        try (Socket socket = pages.browser().open("GET", path, "Connection: close")) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder read = new StringBuilder();
            for (String next = in.readLine(); next != null; next = in.readLine()) {
                read.append(next).append('\n');
                if (next.equals(line)) {
                    seen.countDown();
                }
            }
            return read.toString();
        }
    }

    @Test
    void anEventIsSentWhenItIsFlushed() throws IOException {
        pages.at("/events", (request, response) -> {
                    response.setContentType("text/event-stream;charset=UTF-8");
                    PrintWriter out = response.getWriter();
                    out.write("data: first\n\n");
                    out.flush();
                    untilSeen();
                    out.write("data: second\n\n");
                    out.flush();
                })
                .start();
        assertThat(readsBeforeTheEnd("/events", "data: first")).contains("data: second");
    }

    @Test
    void rowsOfAnExportAreSentWhileMoreAreMade() throws IOException {
        pages.at("/export", (request, response) -> {
                    response.setContentType("text/csv;charset=UTF-8");
                    BufferedWriter out = new BufferedWriter(response.getWriter());
                    out.write("id;name\n");
                    out.flush();
                    untilSeen();
                    out.write("1;Tea\n");
                    out.close();
                })
                .start();
        assertThat(readsBeforeTheEnd("/export", "id;name")).contains("1;Tea");
    }

    @Test
    void aFragmentIsSentBeforeTheSlowRestOfThePage() throws IOException {
        pages.page("page", PAGE)
                .at("/slow", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    PrintWriter out = response.getWriter();
                    pages.render("page", request, response, out);
                    out.write("\n");
                    out.flush();
                    untilSeen();
                    out.write("rest\n");
                })
                .start();
        String read = readsBeforeTheEnd("/slow", "<p>a</p>");
        assertThat(read)
                .contains("rest")
                .contains("Cache-Status: fragments; fwd=miss")
                .doesNotContain("ETag");
    }

    @Test
    void askingWhetherTheVisitorIsStillThereSendsToo() throws IOException {
        pages.at("/check", (request, response) -> {
                    response.setContentType("text/plain;charset=UTF-8");
                    PrintWriter out = response.getWriter();
                    out.write("first\n");
                    out.checkError();
                    untilSeen();
                    out.write("second\n");
                })
                .start();
        assertThat(readsBeforeTheEnd("/check", "first")).contains("second");
    }

    @Test
    void theBytesOfAStreamAreSentWhenTheyAreFlushed() throws IOException {
        pages.at("/bytes", (request, response) -> {
                    response.setContentType("text/plain;charset=UTF-8");
                    response.getOutputStream().write("first\n".getBytes(StandardCharsets.UTF_8));
                    response.getOutputStream().flush();
                    untilSeen();
                    response.getOutputStream().write("second\n".getBytes(StandardCharsets.UTF_8));
                })
                .start();
        assertThat(readsBeforeTheEnd("/bytes", "first")).contains("second");
    }

    @Test
    void aTemplateThatIsCompleteFlushesNothing() {
        pages.page("page", PAGE)
                .at("/buffered", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    BufferedWriter out = new BufferedWriter(response.getWriter());
                    pages.render("page", request, response, out);
                    out.write("<b>more</b>");
                    out.close();
                })
                .start();
        for (String path : new String[] {"/page", "/buffered"}) {
            Answer answer = pages.browser().get(path);
            assertThat(answer.has("ETag")).as(path).isTrue();
            assertThat(answer.has("Content-Length")).as(path).isTrue();
        }
        assertThat(pages.browser().get("/buffered").text()).isEqualTo("<p>a</p><b>more</b>");
    }

    @Test
    void aHeadOfAStreamHasNoBody() {
        pages.at("/events", (request, response) -> {
                    response.setContentType("text/event-stream;charset=UTF-8");
                    response.getWriter().write("data: first\n\n");
                    response.getWriter().flush();
                })
                .start();
        assertThat(pages.browser().send("HEAD", "/events").status()).isEqualTo(200);
        assertThat(pages.browser().send("HEAD", "/events").body()).isEmpty();
    }
}
