package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Counter;
import io.fragmentcache.stage.Server;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.stage.Visitor;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.io.Writer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thymeleaf.context.LazyContextVariable;
import org.thymeleaf.context.WebContext;

/** Regenerating when the request is gone, on a real servlet container that recycled it. */
class WebBackgroundTest {
    private static Server server;

    private final Counter count = new Counter();
    private final Map<String, Object> variables = new HashMap<>();
    private final Stage shop = Stage.configured(
            "5m fresh, 1h stale", builder -> builder.vary("currency", request -> request.cookie("currency")));

    @BeforeAll
    static void start() {
        server = Server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Visitor open(String template) {
        shop.template("page", template);
        server.serve((exchange, request, response) -> {
            if (exchange.getRequest().getParameterValue("login") != null) {
                request.getSession().setAttribute("user", exchange.getRequest().getParameterValue("login"));
                response.addCookie(new Cookie("currency", "EUR"));
            }
            shop.engine().process("page", new WebContext(exchange, Locale.ENGLISH, variables), response.getWriter());
        });
        return server.visitor();
    }

    @Test
    void linksKeepTheContextPath() {
        Visitor visitor = open(
                "<p cache:fragment=\"a\" cache:key=\"'k'\"><a th:href=\"@{/x(q=1)}\"></a><a th:href=\"@{~/y}\"></a></p>");
        String text = visitor.get("/page");
        assertThat(text).isEqualTo("<p><a href=\"/shop/x?q=1\"></a><a href=\"/y\"></a></p>");

        shop.wait("6m");
        assertThat(visitor.get("/page")).isEqualTo(text);
        shop.runBackground().because("REGENERATED", "a k", text);
    }

    @Test
    void lazyVariablesAreLoadedByTheJobAndNotByTheReader() {
        variables.put("late", new LazyContextVariable<String>() {
            @Override
            protected String loadValue() {
                count.of("load");
                return "loaded";
            }
        });
        Visitor visitor = open("<p cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${late}\"></p>");
        assertThat(visitor.get("/page")).isEqualTo("<p>loaded</p>");
        variables.put("late", new LazyContextVariable<String>() {
            @Override
            protected String loadValue() {
                count.of("load again");
                return "loaded again";
            }
        });
        assertThat(visitor.get("/page")).isEqualTo("<p>loaded</p>");
        shop.wait("6m");
        assertThat(visitor.get("/page")).isEqualTo("<p>loaded</p>");
        assertThat(count.get("load again")).isZero();

        shop.runBackground().because("REGENERATED", "a k", "<p>loaded again</p>");

        assertThat(count.get("load")).isEqualTo(1);
        assertThat(count.get("load again")).isEqualTo(1);
    }

    @Test
    void aRegenerationLoadsALazyVariableForItselfThoughItsPageLoadedItToo() {
        variables.put("late", Lazy.of(() -> {
            count.of("load");
            return "loaded " + count.get("load");
        }));
        Visitor visitor =
                open("<p cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${late}\"></p><b th:text=\"${late}\"></b>");
        assertThat(visitor.get("/page")).isEqualTo("<p>loaded 1</p><b>loaded 1</b>");
        shop.wait("6m");
        assertThat(visitor.get("/page")).isEqualTo("<p>loaded 1</p><b>loaded 1</b>");
        shop.runBackground().because("REGENERATED", "a k", "<p>loaded 2</p>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${session.user}|session.user
            ${param.q}|param.q
            ${#ctx.getExchange().getRequest().getHeaderValue('X-Who')}|header.X-Who
            ${#ctx.getExchange().getRequest().getCookieValue('currency')}|cookie.currency
            ${#ctx.getExchange().getPrincipal()}|the principal
            """)
    void whatAJobAsksForBesideItsFactsEndsItQuietly(String read, String fact) {
        // The first page does not read it, so that there is something to be stale.
        variables.put("reads", false);
        Visitor visitor = open(
                "<p cache:fragment=\"a\" cache:key=\"'k'\"><b th:if=\"${reads}\" th:text=\"" + read + "\"></b>old</p>");
        assertThat(visitor.get("/page?login=ann")).isEqualTo("<p>old</p>");
        variables.put("reads", true);
        shop.wait("6m");
        assertThat(visitor.get("/page?q=1", "X-Who", "ann")).isEqualTo("<p>old</p>");

        shop.runBackground().failed().regenerated();
        assertThat(visitor.get("/page"))
                .as("the next reader renders")
                .startsWith("<p><b>")
                .endsWith("old</p>");
    }

    @Test
    void whatTheKeyHoldsIsThereInTheBackgroundToo() {
        Visitor visitor = open(
                "<p cache:fragment=\"a\" cache:key=\"'k'\" cache:vary=\"currency\">[[${#ctx.getExchange().getRequest().getCookieValue('currency')}]]</p>");
        visitor.get("/page?login=ann");
        assertThat(visitor.get("/page")).isEqualTo("<p>EUR</p>");
        shop.wait("6m");
        assertThat(visitor.get("/page")).isEqualTo("<p>EUR</p>");

        shop.runBackground().because("REGENERATED", "a k currency=EUR", "<p>EUR</p>");
    }

    @Test
    void nothingOfTheCacheStaysOnTheRequestWhateverHappens() {
        AtomicReference<List<String>> left = new AtomicReference<>(List.of());
        shop.template("page", """
                <div th:with="w=1"><p cache:fragment="a" cache:key="'k'"><i cache:fragment="b" cache:key="'k'" th:text="${fail ? count.nothing() : 'b'}"></i></p><p cache:fragment="c" cache:key="'k'" th:insert="~{::f}"></p><cache:fragment name="d" key="'k'" th:text="1"/><u th:fragment="f">f</u></div>""");
        server.serve((exchange, request, response) -> {
            boolean torn = request.getParameter("torn") != null;
            variables.put("fail", request.getParameter("fail") != null);
            variables.put("count", count);
            try {
                shop.engine()
                        .process(
                                "page",
                                new WebContext(exchange, Locale.ENGLISH, variables),
                                torn ? new TornWriter() : response.getWriter());
            } catch (RuntimeException e) {
                response.getWriter().print("failed");
            }
            left.set(Collections.list(request.getAttributeNames()));
        });
        Visitor visitor = server.visitor();

        assertThat(visitor.get("/page?fail=1")).endsWith("failed");
        assertThat(left.get()).noneMatch(name -> name.startsWith("cache::"));
        assertThat(visitor.get("/page?torn=1")).endsWith("failed");
        assertThat(left.get()).noneMatch(name -> name.startsWith("cache::"));
        assertThat(visitor.get("/page")).contains("<u>f</u>");
        assertThat(left.get()).noneMatch(name -> name.startsWith("cache::"));
        shop.wait("6m");
        assertThat(visitor.get("/page?torn=1")).endsWith("failed");
        assertThat(left.get()).noneMatch(name -> name.startsWith("cache::"));
    }

    /** A connection that its visitor closed. */
    private static final class TornWriter extends Writer {
        @Override
        public void write(char[] characters, int offset, int length) throws IOException {
            if (new String(characters, offset, length).contains("<p>")) {
                throw new IOException("the visitor went away");
            }
        }

        @Override
        public void flush() {
            // Nothing is held.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
