package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayInputStream;
import java.io.CharArrayWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However a page is written, what arrives is the page, on the miss and on both hits after it. */
class BytesTest {
    private static final String TEXT = "Crème brûlée 3 € \uD83C\uDF75 &amp;";
    private static final String FRAGMENT = "<p cache:fragment=\"a\" cache:key=\"1\">" + TEXT + "</p>";
    private static final String SHOWN = "<p>" + TEXT + "</p>";
    private static final String BEFORE = "<i>é</i>";
    private static final String AFTER = "<b>ende…</b>";
    private static final String PAGE = BEFORE + FRAGMENT + AFTER;
    private static final String WHOLE = BEFORE + SHOWN + AFTER;

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    private void alwaysShows(String path, String expected) {
        for (String visit : new String[] {"miss", "first hit", "second hit"}) {
            Answer answer = pages.browser().get(path);
            assertThat(answer.text()).as(visit).isEqualTo(expected);
            assertThat(answer.whole()).as(visit).isTrue();
        }
    }

    @Test
    void aPageInUtf8TellsItsLength() {
        pages.page("page", PAGE).start();
        alwaysShows("/page", WHOLE);

        Answer answer = pages.browser().get("/page");
        assertThat(answer.header("Content-Length")).isEqualTo("" + answer.body().length);
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(answer.has("Transfer-Encoding")).isFalse();
    }

    @Test
    void aPageOfAsciiIsWhole() {
        pages.page("page", "<i>a</i><p cache:fragment=\"a\" cache:key=\"1\">" + "x".repeat(50_000) + "</p><b>z</b>")
                .start();
        alwaysShows("/page", "<i>a</i><p>" + "x".repeat(50_000) + "</p><b>z</b>");
    }

    @Test
    void holesStandWhereTheyBelongBetweenBytesOfAnyLength() {
        pages.page(
                        "page",
                        "é<div cache:fragment=\"a\" cache:key=\"1\">€<i cache:hole=\"\" th:text=\"${now}\"></i>"
                                + "\uD83C\uDF75<i cache:hole=\"\" th:text=\"${now}\"></i></div>ü")
                .start();
        for (String now : new String[] {"ä1", "2", "漢3"}) {
            pages.model.put("now", now);
            assertThat(pages.browser().get("/page").text())
                    .isEqualTo("é<div>€<i>" + now + "</i>\uD83C\uDF75<i>" + now + "</i></div>ü");
        }
    }

    @Test
    void anotherEncodingIsTheContainersToMake() {
        pages.page("page", "<i>é</i><p cache:fragment=\"a\" cache:key=\"1\">brûlée</p>")
                .at("/latin", (request, response) -> {
                    response.setContentType("text/html;charset=ISO-8859-1");
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        for (int i = 0; i < 3; i++) {
            Answer answer = pages.browser().get("/latin");
            assertThat(answer.text(StandardCharsets.ISO_8859_1)).isEqualTo("<i>é</i><p>brûlée</p>");
            assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=ISO-8859-1");
        }
    }

    @Test
    void theEncodingIsSettledOnceTheWriterWasAskedFor() {
        pages.page("page", PAGE)
                .at("/late", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    PrintWriter out = response.getWriter();
                    response.setCharacterEncoding("ISO-8859-1");
                    response.setContentType("text/plain;charset=ISO-8859-1");
                    response.setHeader("Content-Type", "application/xhtml+xml;charset=ISO-8859-1");
                    response.setLocale(Locale.JAPAN);
                    pages.render("page", request, response, out);
                })
                .start();
        alwaysShows("/late", WHOLE);
        assertThat(pages.browser().get("/late").header("Content-Type"))
                .isEqualToIgnoringCase("application/xhtml+xml;charset=UTF-8");
    }

    @Test
    void anOutputStreamIsTheApplications() {
        pages.page("page", PAGE)
                .at("/stream", (request, response) -> {
                    OutputStreamWriter out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
                    pages.render("page", request, response, out);
                    out.flush();
                })
                .start();
        alwaysShows("/stream", WHOLE);
    }

    @Test
    void afterTheWriterThereIsNoOutputStreamAndTheOtherWayRound() {
        pages.at("/writer", (request, response) -> {
                    response.setCharacterEncoding("UTF-8");
                    response.getWriter();
                    response.getOutputStream();
                })
                .at("/stream", (request, response) -> {
                    response.setCharacterEncoding("UTF-8");
                    response.getOutputStream();
                    response.getWriter();
                })
                .at("/reset", (request, response) -> {
                    response.setCharacterEncoding("UTF-8");
                    response.getWriter().write("lost");
                    response.reset();
                    response.getOutputStream().write('x');
                })
                .start();
        assertThat(pages.browser().get("/writer").status()).isEqualTo(500);
        assertThat(pages.browser().get("/stream").status()).isEqualTo(500);
        assertThat(pages.browser().get("/reset").text()).isEqualTo("x");
    }

    @Test
    void aFilterWithinThatCompressesGetsCharacters() throws Exception {
        pages.page("page", PAGE).inside(new Gzip()).start();
        for (int i = 0; i < 3; i++) {
            assertThat(new Answer(
                                    200,
                                    Map.of(),
                                    unzip(pages.browser().get("/page").body()),
                                    true)
                            .text())
                    .isEqualTo(WHOLE);
        }
    }

    @Test
    void aFilterAroundThatCompressesGetsCharacters() throws Exception {
        pages.page("page", PAGE).outside(new Gzip()).start();
        for (int i = 0; i < 3; i++) {
            Answer answer = pages.browser().get("/page");
            assertThat(new String(unzip(answer.body()), StandardCharsets.UTF_8)).isEqualTo(WHOLE);
            assertThat(answer.header("ETag")).startsWith("W/\"");
        }
    }

    @Test
    void aWrapperAroundThatKnowsOfTheWriterOnlyGetsAll() {
        pages.page("page", PAGE).outside(new Shouting()).start();
        alwaysShows("/page", WHOLE.toUpperCase(Locale.ROOT));
    }

    @Test
    void anAsynchronousPageIsWhole() {
        pages.page("page", PAGE)
                .at("/async", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        try {
                            pages.render("page", request, response, response.getWriter());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        } finally {
                            async.complete();
                        }
                    });
                })
                .at("/begun", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    PrintWriter out = response.getWriter();
                    out.write("begun ");
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        pages.render("page", request, response, out);
                        async.complete();
                    });
                })
                .start();
        alwaysShows("/async", WHOLE);
        alwaysShows("/begun", "begun " + WHOLE);
    }

    @Test
    void includesAndForwardsGoIntoTheSamePage() {
        pages.page("page", PAGE)
                .at("/include", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.getWriter().write("[");
                    request.getRequestDispatcher("/page").include(request, response);
                    response.getWriter().write("]");
                })
                .at("/forward", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.getWriter().write("lost");
                    request.getRequestDispatcher("/page").forward(request, response);
                })
                .at(
                        "/unwritten",
                        (request, response) ->
                                request.getRequestDispatcher("/page").forward(request, response))
                .start();
        alwaysShows("/include", "[" + WHOLE + "]");
        alwaysShows("/forward", WHOLE);
        alwaysShows("/unwritten", WHOLE);
    }

    @Test
    void whatWasResetIsGone() {
        pages.page("page", PAGE)
                .at("/reset", (request, response) -> {
                    response.setContentType("text/html;charset=ISO-8859-1");
                    response.getWriter().write("lost");
                    response.reset();
                    response.setContentType("text/html;charset=UTF-8");
                    pages.render("page", request, response, response.getWriter());
                })
                .at("/buffer", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    PrintWriter out = response.getWriter();
                    pages.render("page", request, response, out);
                    response.resetBuffer();
                    pages.render("page", request, response, out);
                })
                .start();
        alwaysShows("/reset", WHOLE);
        alwaysShows("/buffer", WHOLE);
    }

    @Test
    void aFlushedPageGoesOn() {
        pages.page("page", PAGE)
                .at("/flush", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    pages.render("page", request, response, response.getWriter());
                    response.flushBuffer();
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        alwaysShows("/flush", WHOLE + WHOLE);
    }

    @Test
    void aLengthThatTheApplicationTellsStays() {
        pages.page("page", PAGE)
                .at("/length", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.setContentLength(WHOLE.getBytes(StandardCharsets.UTF_8).length);
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        alwaysShows("/length", WHOLE);
    }

    @Test
    void whatAPrintWriterCanPrintIsPrinted() {
        pages.at("/print", (request, response) -> {
                    response.setContentType("text/plain;charset=UTF-8");
                    PrintWriter out = response.getWriter();
                    out.append('a').append("bc").append("xdx", 1, 2);
                    out.print(1);
                    out.print(new char[] {'é'});
                    out.printf("%s|", "f");
                    out.println(true);
                    out.write(0x20AC);
                    out.print((Object) null);
                })
                .start();
        alwaysShows("/print", "abcd1éf|true" + System.lineSeparator() + "€null");
    }

    private static byte[] unzip(byte[] zipped) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes();
    }

    /** Compresses whatever is written, by writer or by stream. */
    @SuppressWarnings("serial")
    private static final class Gzip extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            response.setHeader("Content-Encoding", "gzip");
            GZIPOutputStream zipped = new GZIPOutputStream(response.getOutputStream());
            PrintWriter out = new PrintWriter(new OutputStreamWriter(zipped, StandardCharsets.UTF_8));
            chain.doFilter(request, new HttpServletResponseWrapper(response) {
                @Override
                public PrintWriter getWriter() {
                    return out;
                }
            });
            out.flush();
            zipped.finish();
        }
    }

    /** Changes what is written by the writer, and knows nothing of the stream. */
    @SuppressWarnings("serial")
    private static final class Shouting extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            CharArrayWriter said = new CharArrayWriter();
            PrintWriter out = new PrintWriter(said);
            chain.doFilter(request, new HttpServletResponseWrapper(response) {
                @Override
                public PrintWriter getWriter() {
                    return out;
                }
            });
            out.flush();
            response.getWriter().write(said.toString().toUpperCase(Locale.ROOT));
        }
    }
}
