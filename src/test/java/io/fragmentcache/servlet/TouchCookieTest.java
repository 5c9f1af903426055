package io.fragmentcache.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser that touched something is known for a minute; nobody else gets a cookie. */
class TouchCookieTest {
    /** Shows how often its data changed, cached; changes it on POST, and then answers in the way it is asked to. */
    private static final class Counter extends HttpServlet {
        private static final long serialVersionUID = 1;
        private static final Lifetime SHOWN_FOR_A_WHILE =
                Lifetime.of("1h").stale("1h").staleAfterTouch("10m");

        private final transient FragmentCache cache;
        private final AtomicInteger count = new AtomicInteger();

        Counter(FragmentCache cache) {
            this.cache = cache;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write(cache.text("count", List.of("it"), SHOWN_FOR_A_WHILE, () -> "" + count));
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            count.incrementAndGet();
            cache.touchEverything();
            switch (request.getPathInfo()) {
                case "/redirect" -> response.sendRedirect("/count");
                case "/stream" -> {
                    response.getOutputStream().write("saved".getBytes(StandardCharsets.UTF_8));
                    response.flushBuffer();
                }
                case "/nothing" -> response.setStatus(204);
                default -> response.getWriter().write("saved");
            }
        }
    }

    @TempDir
    private Path directory;

    /** Regenerates nothing, so that others go on seeing the old. */
    private final FragmentCache cache =
            FragmentCache.inMemory().executor(job -> {}).build();

    private final Logger quiet = Logger.getLogger("org.apache");
    private final Tomcat tomcat = new Tomcat();
    private final HttpClient editor =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final HttpClient visitor =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeEach
    void start() throws Exception {
        quiet.setLevel(Level.SEVERE);
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", new File(".").getAbsolutePath());
        FilterDef filter = new FilterDef();
        filter.setFilterName("cache");
        filter.setFilter(new FragmentCacheFilter(cache));
        context.addFilterDef(filter);
        FilterMap everything = new FilterMap();
        everything.setFilterName("cache");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
        Tomcat.addServlet(context, "count", new Counter(cache));
        context.addServletMappingDecoded("/count/*", "count");
        tomcat.getConnector();
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        cache.close();
        quiet.setLevel(null);
    }

    @Test
    void whoChangedItSeesTheChangeAndOthersTheOldForAWhile() throws Exception {
        for (String answer : List.of("redirect", "stream", "nothing", "page")) {
            cache.touchEverything();
            cache.engine().requests().end();
            String old = show(editor);
            post(answer);
            assertThat(show(visitor)).as("seen by others after %s", answer).isEqualTo(old);
            assertThat(show(editor)).as("seen by its author after %s", answer).isNotEqualTo(old);
        }
    }

    @Test
    void theCookieIsSignedShortLivedAndNotForScripts() throws Exception {
        HttpResponse<String> saved = post("page");
        assertThat(saved.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .matches("fragment-cache-touch=[0-9a-z]+\\.[\\w-]{43}; Max-Age=60; Expires=[^;]+; Path=/; HttpOnly;"
                        + " SameSite=Lax");
    }

    @Test
    void whoOnlyReadsGetsNoCookie() throws Exception {
        show(editor);
        post("page");
        assertThat(send(visitor, request("").GET()).headers().allValues("Set-Cookie"))
                .isEmpty();
        assertThat(send(editor, request("").GET()).headers().allValues("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void aForgedCookieIsOfNoEffect() throws Exception {
        String old = show(visitor);
        post("page");
        HttpRequest.Builder forged = request("").GET().header("Cookie", "fragment-cache-touch=zzzzzzzzzz.AAAA");
        assertThat(send(HttpClient.newHttpClient(), forged).body()).isEqualTo(old);
    }

    @Test
    void aSecondCookieOfTheNameHidesNothing() throws Exception {
        String before = show(visitor);
        String real = post("page").headers().firstValue("Set-Cookie").orElseThrow();
        real = real.substring(0, real.indexOf(';'));
        String older = "fragment-cache-touch="
                + cache.engine()
                        .requests()
                        .signer()
                        .sign(cache.engine().requests().now() - 30_000_000);
        for (String cookies : List.of(
                "fragment-cache-touch=forged; " + real,
                "fragment-cache-touch=; " + real + "; fragment-cache-touch=x.y",
                older + "; " + real,
                real + "; " + older)) {
            HttpRequest.Builder asked = request("").GET().header("Cookie", cookies);
            assertThat(send(HttpClient.newHttpClient(), asked).body())
                    .as(cookies)
                    .isNotEqualTo(before);
        }
    }

    private String show(HttpClient browser) throws Exception {
        return send(browser, request("").GET()).body();
    }

    private HttpResponse<String> post(String answer) throws Exception {
        return send(editor, request("/" + answer).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/count" + path));
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) throws Exception {
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
