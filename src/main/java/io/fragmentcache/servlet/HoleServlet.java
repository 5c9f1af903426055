package io.fragmentcache.servlet;

import io.fragmentcache.thymeleaf.ApartHoles;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Serves holes with {@code cache:apart} to edges and browsers, for the visitor of each request. Map it at the path of {@link
 * FragmentCacheFilterBuilder#apartHoles}, and at the same path with {@code .js}.
 *
 * <p>An address holds a hole, its arguments and the language of its page, signed by the {@code secret} of the cache. What was
 * not signed by it, or is not in the templates any more, is answered with 404, and nothing is rendered. A hole has its own
 * strong {@code ETag} and is {@code private, no-cache}. Asking for it begins no session. Thread-safe.
 */
public final class HoleServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** Fills the elements that a page has in place of holes. A hole that cannot be fetched stays empty. */
    static final String SCRIPT = "document.querySelectorAll('fragment-hole').forEach(function(e){"
            + "fetch(e.getAttribute('src'),{credentials:'same-origin'}).then(function(r){"
            + "if(!r.ok)throw r.status;return r.text()}).then(function(t){"
            + "e.replaceWith(document.createRange().createContextualFragment(t))}).catch(function(x){"
            + "e.setAttribute('failed',x)})});\n";

    private final transient ApartHoles holes;
    private final transient BiFunction<HttpServletRequest, HttpServletResponse, Map<String, Object>> variables;

    /** Creates a servlet for these holes: {@code new HoleServlet(dialect.apartHoles(engine))}. */
    public HoleServlet(ApartHoles holes) {
        this(holes, (request, response) -> Map.of());
    }

    /**
     * Creates a servlet whose holes see more than their arguments, their source and the request.
     *
     * @param variables gives what a framework gives each page
     */
    public HoleServlet(
            ApartHoles holes, BiFunction<HttpServletRequest, HttpServletResponse, Map<String, Object>> variables) {
        this.holes = holes;
        this.variables = variables;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (request.getServletPath().endsWith(".js")) {
            response.setHeader("Cache-Control", "public, max-age=3600");
            answer(request, response, "text/javascript;charset=UTF-8", SCRIPT);
            return;
        }
        response.setHeader("Cache-Control", "private, no-cache");
        String address = request.getParameter("h");
        Optional<String> content = address == null
                ? Optional.empty()
                : holes.render(address, request, response, variables.apply(request, response));
        if (content.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else {
            answer(request, response, "text/html;charset=UTF-8", content.get());
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, String type, String content)
            throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String tag = '"' + digest(bytes) + '"';
        response.setHeader("ETag", tag);
        response.setContentType(type);
        if (EntityTags.match(request.getHeaders("If-None-Match"), tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }
}
