package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
