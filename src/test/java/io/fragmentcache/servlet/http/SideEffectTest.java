package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bean in a fragment does to the response, a hit would not do again: such a fragment is not stored. */
class SideEffectTest {
    private static final String MEMBERS =
            "<div cache:fragment=\"outer\" cache:key=\"1\"><p cache:fragment=\"members\" cache:key=\"1\" th:text=\"${bean.act()}\">m</p></div>";
    private static final Map<String, ServerStage.Action> ACTIONS = new LinkedHashMap<>();

    static {
        ACTIONS.put("sendRedirect", (request, response) -> response.sendRedirect("/login"));
        ACTIONS.put("sendError(403)", (request, response) -> response.sendError(403));
        ACTIONS.put("sendError(404, ..)", (request, response) -> response.sendError(404, "gone"));
        ACTIONS.put("setStatus(402)", (request, response) -> response.setStatus(402));
        ACTIONS.put("setContentType", (request, response) -> response.setContentType("text/plain"));
        ACTIONS.put("setLocale", (request, response) -> response.setLocale(Locale.JAPAN));
        ACTIONS.put("setContentLength", (request, response) -> response.setContentLength(5));
        ACTIONS.put("addCookie", (request, response) -> response.addCookie(new Cookie("a", "b")));
        ACTIONS.put("setHeader", (request, response) -> response.setHeader("X-Robots-Tag", "noindex"));
        ACTIONS.put("getSession()", (request, response) -> request.getSession());
        ACTIONS.put("getSession(true)", (request, response) -> request.getSession(true));
        ACTIONS.put("sendRedirect, and on", (request, response) -> {
            response.sendRedirect("/login");
            response.setStatus(302);
        });
        ACTIONS.put("reset", (request, response) -> response.reset());
        ACTIONS.put("addDateHeader", (request, response) -> response.addDateHeader("Expires", 0));
        ACTIONS.put("addIntHeader", (request, response) -> response.addIntHeader("Age", 7));
        ACTIONS.put("flushBuffer", (request, response) -> response.flushBuffer());
        ACTIONS.put("getOutputStream", (request, response) -> {
            try {
                response.getOutputStream().write(1);
            } catch (IllegalStateException taken) {
                response.setHeader("X-Taken", "by the page");
            }
        });
        ACTIONS.put("getWriter", (request, response) -> response.getWriter().write("beside"));
    }

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    static Iterable<String> actions() {
        return ACTIONS.keySet();
    }

    /** A bean that reaches the request and the response without the template, as with a framework's holder. */
    public static final class Bean {
        private final AtomicReference<Runnable> action = new AtomicReference<>(() -> {});

        private Supplier<FragmentCache> cache = () -> {
            throw new IllegalStateException("no cache");
        };

        public String text() {
            return cache.get().text("members", 1, Lifetime.of("10m"), this::act);
        }

        public String act() {
            action.get().run();
            return "members only";
        }
    }

    private void start(String name) {
        Bean bean = new Bean();
        pages.model.put("bean", bean);
        pages.page("inner", MEMBERS)
                .at("/page", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    bean.action.set(() -> act(name, request, response));
                    pages.render("inner", request, response, response.getWriter());
                })
                .start();
    }

    private static void act(String name, HttpServletRequest request, HttpServletResponse response) {
        try {
            ACTIONS.getOrDefault(name, (nobody, nothing) -> {}).answer(request, response);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("actions")
    void aFragmentThatChangesTheResponseIsNotStoredNorIsTheOneAround(String name) {
        start(name);
        Answer first = pages.browser().get("/page");
        assertThat(pages.store.size()).isZero();
        Answer second = pages.browser().get("/page");
        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.has("Set-Cookie")).isEqualTo(first.has("Set-Cookie"));
        assertThat(second.text()).isEqualTo(first.text());
    }

    /** In a row of a loop, in another template, in a text of the cache, and in a text inside a fragment. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ul><li cache:each=\"i : ${ones}\" cache:fragment=\"row\" cache:key=\"${i}\" th:text=\"${bean.act()}\">m</li></ul>",
                "<div cache:fragment=\"outer\" cache:key=\"1\"><p th:insert=\"~{part :: p}\">m</p></div>",
                "<div cache:fragment=\"outer\" cache:key=\"1\"><p th:with=\"m=${bean.act()}\" th:if=\"${m == null}\">m</p></div>",
                "<p th:text=\"${bean.text()}\">m</p>",
                "<p cache:fragment=\"outer\" cache:key=\"1\" th:text=\"${bean.text()}\">m</p>"
            })
    void whereverInAPageItIsDone(String page) {
        for (String name : List.of("sendRedirect", "sendError(403)", "addCookie", "getSession()")) {
            try (ServerStage each = new ServerStage()) {
                Bean bean = new Bean();
                bean.cache = each::cache;
                each.model.put("bean", bean);
                each.model.put("ones", List.of(1));
                each.page("part", "<p th:text=\"${bean.act()}\">m</p>")
                        .page("inner", page)
                        .at("/page", (request, response) -> {
                            response.setContentType("text/html;charset=UTF-8");
                            bean.action.set(() -> act(name, request, response));
                            each.render("inner", request, response, response.getWriter());
                        })
                        .start();
                Answer first = each.browser().get("/page");
                assertThat(each.store.size()).as(name).isZero();
                Answer second = each.browser().get("/page");
                assertThat(second.status()).as(name).isEqualTo(first.status());
                assertThat(second.has("Set-Cookie")).as(name).isEqualTo(first.has("Set-Cookie"));
            }
        }
    }

    @Test
    void aFragmentThatChangesNothingIsStored() {
        start("nothing");
        pages.browser().get("/page");
        assertThat(pages.store.size()).isEqualTo(2);
    }

    @Test
    void whatTheControllerSetBeforeTheTemplateChangesNothing() {
        start("nothing");
        pages.browser().get("/page");
        assertThat(pages.browser().get("/page").header("Cache-Status")).startsWith("fragments; hit");
    }
}
