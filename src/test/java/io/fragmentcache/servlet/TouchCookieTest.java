package io.fragmentcache.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.Browser;
import io.fragmentcache.stage.Container;
import io.fragmentcache.stage.Visitor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

    /** Regenerates nothing, so that others go on seeing the old. */
    private final FragmentCache cache =
            FragmentCache.inMemory().executor(job -> {}).build();

    private Container container;
    private Visitor editor;
    private Visitor visitor;

    @BeforeEach
    void start() {
        container = Container.start(
                "",
                (classes, context) -> {
                    context.addFilter("cache", new FragmentCacheFilter(cache))
                            .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
                    context.addServlet("count", new Counter(cache)).addMapping("/count/*");
                },
                "");
        editor = new Visitor(new Browser(container.port()), "/count");
        visitor = new Visitor(new Browser(container.port()), "/count");
    }

    @AfterEach
    void stop() {
        container.close();
        cache.close();
    }

    @Test
    void whoChangedItSeesTheChangeAndOthersTheOldForAWhile() {
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
    void theCookieIsSignedShortLivedAndNotForScripts() {
        Answer saved = post("page");
        assertThat(saved.headers().get("Set-Cookie"))
                .singleElement()
                .asString()
                .matches("fragment-cache-touch=[0-9a-z]+\\.[\\w-]{43}; Max-Age=60; Expires=[^;]+; Path=/; HttpOnly;"
                        + " SameSite=Lax");
    }

    @Test
    void whoOnlyReadsGetsNoCookie() {
        show(editor);
        post("page");
        assertThat(visitor.send("GET", "").has("Set-Cookie")).isFalse();
        assertThat(editor.send("GET", "").has("Set-Cookie")).isFalse();
    }

    @Test
    void aForgedCookieIsOfNoEffect() {
        String old = show(visitor);
        post("page");
        assertThat(visitor.get("", "Cookie", "fragment-cache-touch=zzzzzzzzzz.AAAA"))
                .isEqualTo(old);
    }

    @Test
    void aSecondCookieOfTheNameHidesNothing() {
        String before = show(visitor);
        String real = post("page").header("Set-Cookie");
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
            assertThat(visitor.get("", "Cookie", cookies)).as(cookies).isNotEqualTo(before);
        }
    }

    private static String show(Visitor reader) {
        return reader.get("");
    }

    private Answer post(String answer) {
        return editor.send("POST", "/" + answer);
    }
}
