package io.fragmentcache.inspect;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.Json;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The inspector's own page, its files and its answers. Nothing is changed by GET. */
final class InspectorServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_TAG = 500;
    private static final String HTML = "text/html;charset=UTF-8";
    private static final String SCRIPT = "text/javascript;charset=UTF-8";
    private static final String STYLE = "text/css;charset=UTF-8";

    private static final Map<String, String> FILES = Map.of(
            "/dashboard.html", HTML,
            "/dashboard.js", SCRIPT,
            "/dashboard.css", STYLE,
            "/overlay.js", SCRIPT);

    private final transient Predicate<HttpServletRequest> allowed;
    private final transient @Nullable LogToken key;
    private final String mounted;
    private final transient Browser browser;
    private final transient Dashboard dashboard;
    private final transient OverlayHead head;
    private final transient FragmentCache cache;

    /** @param key what a browser must have shown beside being allowed; null where that is enough */
    InspectorServlet(
            Predicate<HttpServletRequest> allowed,
            @Nullable LogToken key,
            String mounted,
            Browser browser,
            Dashboard dashboard,
            OverlayHead head,
            FragmentCache cache) {
        this.allowed = allowed;
        this.key = key;
        this.mounted = mounted;
        this.browser = browser;
        this.dashboard = dashboard;
        this.head = head;
        this.cache = cache;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
                        + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
        if (request.getCharacterEncoding() == null) {
            request.setCharacterEncoding("UTF-8");
        }
        String path = request.getPathInfo();
        if (!allowed.test(request)) {
            answer(response, 403, Problem.notAnInspector());
        } else if (path == null) {
            String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
            response.setStatus(302);
            response.setHeader("Location", request.getContextPath() + request.getServletPath() + "/" + query);
        } else if (key != null
                && path.equals("/")
                && key.opens(request, response, request.getContextPath() + mounted)) {
            browser.keepOverlay(request, response);
            opened(response);
        } else if (key != null && !key.knows(request)) {
            answer(response, 403, Problem.inspectorNotOpened(mounted));
        } else if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            show(path, request, response);
        } else if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "GET, HEAD, POST");
            response.setStatus(405);
        } else if (browser.mayChange(request)) {
            change(path, request, response);
        } else {
            answer(response, 403, Problem.oldInspectorPage());
        }
    }

    /**
     * Goes on to the inspector without the token in the address. Not by a redirect: where a page of another site opened
     * the address, the browser would not send the new cookie along.
     */
    private static void opened(HttpServletResponse response) throws IOException {
        response.setContentType(HTML);
        response.getOutputStream()
                .write(
                        "<!DOCTYPE html><html lang=\"en\"><head><title>Fragments</title><meta http-equiv=\"refresh\" content=\"0; url=./\"></head><body><p><a href=\"./\">Open the fragment inspector</a></p></body></html>"
                                .getBytes(StandardCharsets.UTF_8));
    }

    private void show(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (path) {
            case "/" -> file("/dashboard.html", HTML, response);
            case "/state" ->
                json(
                        dashboard
                                .state(
                                        parameter(request, "q"),
                                        parameter(request, "order"),
                                        number(parameter(request, "page")))
                                .with("token", browser.token(request, response))
                                .with("csrf", CsrfField.of(request))
                                .with("overlay", browser.showsOverlay(request))
                                .with("blocked", head.blocked()),
                        response);
            case "/fragment" -> json(dashboard.fragment(parameter(request, "locator")), response);
            case "/advice" -> json(dashboard.advice(), response);
            case "/dry" -> json(dashboard.dry(parameter(request, "tag").strip()), response);
            case "/explain" -> json(dashboard.explain(parameter(request, "id")), response);
            default -> {
                String type = FILES.get(path);
                if (type == null) {
                    answer(response, 404, Problem.noInspectorPage(mounted));
                } else {
                    file(path, type, response);
                }
            }
        }
    }

    private void change(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String tag = parameter(request, "tag").strip();
        boolean isTag = !tag.isEmpty() && tag.length() <= LONGEST_TAG;
        if (path.equals("/overlay")) {
            browser.showOverlay(parameter(request, "show").equals("true"), request, response);
            json(new Json().with("overlay", parameter(request, "show").equals("true")), response);
        } else if (path.equals("/touch") && isTag) {
            Json reached = dashboard.dry(tag);
            cache.touch(Tag.of(tag));
            json(reached, response);
        } else if (path.equals("/expire") && isTag) {
            Json reached = dashboard.dry(tag);
            cache.expire(Tag.of(tag));
            json(reached, response);
        } else {
            answer(response, 400, Problem.noTag(LONGEST_TAG));
        }
    }

    private static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }

    private static void json(@Nullable Json json, HttpServletResponse response) throws IOException {
        if (json == null) {
            answer(response, 404, Problem.notRequestedRecently());
            return;
        }
        response.setContentType("application/json;charset=UTF-8");
        response.getOutputStream().write(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpServletResponse response, int status, Problem problem) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write(String.valueOf(problem.getMessage()).getBytes(StandardCharsets.UTF_8));
    }

    private static void file(String path, String type, HttpServletResponse response) throws IOException {
        byte[] content = read(path.substring(1));
        response.setContentType(type);
        if (!type.equals(SCRIPT)) {
            response.getOutputStream().write(content);
            return;
        }
        // In a page of the application no other script shares its names.
        response.getOutputStream().write("(function () {\n'use strict';\n".getBytes(StandardCharsets.UTF_8));
        response.getOutputStream().write(read("words.js"));
        if (path.equals("/overlay.js")) {
            // With the script, so that no policy for styles keeps them out.
            String styles =
                    "const STYLES = " + Json.text(new String(read("overlay.css"), StandardCharsets.UTF_8)) + ";\n";
            response.getOutputStream().write(styles.getBytes(StandardCharsets.UTF_8));
        }
        response.getOutputStream().write(content);
        response.getOutputStream().write("}());\n".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream file = InspectorServlet.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new FileNotFoundException("the jar lacks " + name);
            }
            return file.readAllBytes();
        }
    }
}
