package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.Requests;
import io.fragmentcache.store.Stamps;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Tells a browser when it touched something, so that for a minute it is not shown what that outdated, on any node. Visitors
 * who touch nothing get no cookie. Used by the thread that serves one request.
 */
final class TouchCookie {
    static final String NAME = "fragment-cache-touch";
    private static final int SECONDS = 60;

    private final Requests requests;
    private final @Nullable EdgeHeader edge;
    private final boolean secure;
    private final String path;
    private final long brought;
    private long told;

    /**
     * @param brought what the browser knows already
     * @param edge tells an edge what was touched; null where there is none
     */
    TouchCookie(Requests requests, HttpServletRequest request, long brought, @Nullable EdgeHeader edge) {
        this.edge = edge;
        this.brought = brought;
        this.told = brought;
        this.requests = requests;
        this.secure = request.isSecure();
        this.path = request.getContextPath().isEmpty() ? "/" : request.getContextPath();
    }

    /** Returns the newest stamp that the browser sends; {@link Stamps#NEVER} if it sends none that was signed here. */
    static long read(Requests requests, HttpServletRequest request) {
        return Cookies.named(NAME, request)
                .mapToLong(value -> requests.signer().open(value).orElse(Stamps.NEVER))
                .max()
                .orElse(Stamps.NEVER);
    }

    /** Adds the cookie if this request touched something since the last cookie. Call it while headers may be added. */
    void write(HttpServletResponse response) {
        long touched = requests.lastOwnTouch();
        if (touched == Stamps.NEVER || touched == told || response.isCommitted()) {
            return;
        }
        told = touched;
        if (edge != null) {
            edge.tellTouched(response);
        }
        Cookie cookie = new Cookie(NAME, requests.signer().sign(touched));
        cookie.setMaxAge(SECONDS);
        cookie.setPath(path);
        cookie.setHttpOnly(true);
        cookie.setSecure(secure);
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }

    /** Says that the headers were taken back. */
    void forget() {
        told = brought;
    }
}
