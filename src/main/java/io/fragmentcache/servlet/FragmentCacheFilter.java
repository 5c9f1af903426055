package io.fragmentcache.servlet;

import io.fragmentcache.Engine;
import io.fragmentcache.FragmentCache;
import io.fragmentcache.RequestScope;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Opens the cache's scope around each request, and tells browsers and proxies with {@code Cache-Status} (RFC 9211) what
 * the cache did for the page.
 *
 * <p>The scope begins before the application reads any data. So a touch that comes while a page loads its models outdates
 * what the page stores; without the filter only touches during the rendering itself do. Put it before filters that load
 * data. The dialect works without the filter.
 *
 * <p>A visitor whose request touches something, in the thread that serves it, gets a signed cookie for a minute. The same
 * browser is then never shown what the touch outdated. All others get no cookie.
 *
 * <p>A page that is written with {@code getWriter()} is held back until it is complete, or longer than a million
 * characters, since its header is only known then. Output streams, and asynchronous requests once they have started, are
 * not held back.
 */
public final class FragmentCacheFilter implements Filter {
    /** Methods that change nothing (RFC 9110, section 9.2.1): only their pages may be stored. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final FragmentCache cache;

    public FragmentCacheFilter(FragmentCache cache) {
        this.cache = cache;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean nested = request.getAttribute(RequestScope.ATTRIBUTE) != null;
        if (nested
                || !(request instanceof HttpServletRequest httpRequest)
                || !(response instanceof HttpServletResponse httpResponse)) {
            chain.doFilter(request, response);
            return;
        }
        Engine engine = cache.engine();
        long touched = TouchCookie.read(engine, httpRequest);
        RequestScope scope = engine.open(SAFE.contains(httpRequest.getMethod()), touched);
        PageResponse page = new PageResponse(httpResponse, scope, new TouchCookie(engine, httpRequest, touched));
        request.setAttribute(RequestScope.ATTRIBUTE, scope);
        try {
            chain.doFilter(new PageRequest(httpRequest, page), page);
            page.letGo();
        } finally {
            request.removeAttribute(RequestScope.ATTRIBUTE);
            engine.close();
        }
    }
}
