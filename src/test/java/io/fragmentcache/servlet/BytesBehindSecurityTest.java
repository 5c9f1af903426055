package io.fragmentcache.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.stage.Container;
import io.fragmentcache.thymeleaf.CacheDialect;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.templateresolver.StringTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Remembered texts stay bytes behind the wrappers of Spring Security, which still see when the response is committed. */
class BytesBehindSecurityTest {
    private static final String PAGE =
            "<i>\u00e9</i><p cache:fragment=\"a\" cache:key=\"1\" th:text=\"${text}\">a</p><b cache:fragment=\"b\" cache:key=\"1\">\u20ac</b>";

    private final FragmentCache cache = FragmentCache.inMemory().build();
    private final TemplateEngine engine = new TemplateEngine();
    private final AtomicBoolean found = new AtomicBoolean();
    private @Nullable Container container;

    @AfterEach
    void close() {
        Objects.requireNonNull(container).close();
        cache.close();
    }

    private static Filter security() {
        return new HeaderWriterFilter(List.of(new XFrameOptionsHeaderWriter()));
    }

    private void start(int length, List<Filter> filters) {
        engine.setTemplateResolver(new StringTemplateResolver());
        engine.addDialect(new CacheDialect(cache));
        container = Container.start(
                "",
                (classes, context) -> {
                    for (int i = 0; i < filters.size(); i++) {
                        context.addFilter("filter" + i, filters.get(i))
                                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
                    }
                    context.addServlet("page", new Page("x".repeat(length))).addMapping("/page");
                },
                "");
    }

    @SuppressWarnings("serial")
    private final class Page extends HttpServlet {
        private final String text;

        Page(String text) {
            this.text = text;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/html;charset=UTF-8");
            PrintWriter out = response.getWriter();
            RequestScope scope = (RequestScope) request.getAttribute(RequestScope.ATTRIBUTE);
            found.set(Objects.requireNonNull(scope.page()).behind(out, response) != null);
            engine.process(
                    PAGE,
                    new WebContext(
                            JakartaServletWebApplication.buildApplication(request.getServletContext())
                                    .buildExchange(request, response),
                            Locale.ENGLISH,
                            Map.of("text", text)),
                    out);
        }
    }

    private HttpResponse<String> get() {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:"
                                            + Objects.requireNonNull(container).port() + "/page"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Longer than the container's buffer, about as long as a page that is held back, and longer than that. */
    @ParameterizedTest
    @CsvSource({"10", "20000", "900000", "1048500", "1048570"})
    void thePageIsWholeAndHasTheHeadersOfSecurity(int length) {
        start(length, List.of(new FragmentCacheFilter(cache), security()));
        for (int visit = 0; visit < 3; visit++) {
            HttpResponse<String> page = get();
            assertThat(page.body()).isEqualTo("<i>\u00e9</i><p>" + "x".repeat(length) + "</p><b>\u20ac</b>");
            assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(page.headers().firstValue("Cache-Status")).isPresent();
            assertThat(found).isTrue();
        }
    }

    @Test
    void aPageHasAStrongTagOnEitherSideOfSecurity() {
        start(20_000, List.of(security(), new FragmentCacheFilter(cache), security()));
        for (int visit = 0; visit < 2; visit++) {
            HttpResponse<String> page = get();
            assertThat(page.headers().firstValue("ETag").orElseThrow()).startsWith("\"");
            assertThat(page.headers().firstValue("Content-Length")).isPresent();
            assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        }
    }

    @Test
    void whatAnyOtherWrapperHandsOnIsNotKnown() {
        start(10, List.of(new FragmentCacheFilter(cache), new Unknown(), security()));
        assertThat(get().body()).isEqualTo("<I>\u00c9</I><P>XXXXXXXXXX</P><B>\u20ac</B>");
        assertThat(get().body()).isEqualTo("<I>\u00c9</I><P>XXXXXXXXXX</P><B>\u20ac</B>");
        assertThat(found).isFalse();
    }

    /** Changes what is written. */
    @SuppressWarnings("serial")
    private static final class Unknown extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, new HttpServletResponseWrapper(response) {
                @Override
                public PrintWriter getWriter() throws IOException {
                    return new PrintWriter(super.getWriter()) {
                        @Override
                        public void write(String text, int offset, int length) {
                            super.write(text.toUpperCase(Locale.ROOT), offset, length);
                        }

                        @Override
                        public void write(char[] text, int offset, int length) {
                            write(new String(text, offset, length), 0, length);
                        }

                        @Override
                        public void write(int character) {
                            write(String.valueOf((char) character), 0, 1);
                        }
                    };
                }
            });
        }
    }
}
