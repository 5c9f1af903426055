package io.fragmentcache.servlet;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Requests;
import io.fragmentcache.store.Micros;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * Opens the cache's scope around each request, and makes visible what the cache did for the page: {@code Cache-Status}
 * (RFC 9211), {@code Vary}, {@code ETag} and {@code 304 Not Modified} (RFC 9110). Pages without fragments are left alone.
 *
 * <p>The scope begins before the application reads any data. So a touch that comes while a page loads its models outdates
 * what the page stores; without the filter only touches during the rendering itself do. Put it before filters that load
 * data. The dialect works without the filter.
 *
 * <p>A visitor whose request touches something, in the thread that serves it, gets a signed cookie for a minute. The same
 * browser is then never shown what the touch outdated. All others get no cookie.
 *
 * <p>A page that is written with {@code getWriter()} is held back until it is complete, or longer than a million
 * characters, since its headers are only known then. In UTF-8 its remembered texts are sent as the bytes they were kept
 * as. Output streams, and asynchronous requests once they have started, are not held back. Thread-safe.
 */
public final class FragmentCacheFilter implements Filter {
    /** Methods that change nothing (RFC 9110, section 9.2.1): only their pages may be stored. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final FragmentCache cache;
    private final PageRules rules;
    private final BufferSizeEstimate room = new BufferSizeEstimate();

    /** With all defaults. */
    public FragmentCacheFilter(FragmentCache cache) {
        this(cache, PageRules.USUAL);
    }

    FragmentCacheFilter(FragmentCache cache, PageRules rules) {
        this.cache = cache;
        this.rules = rules;
    }

    /** Starts a filter that says more, or less. */
    public static FragmentCacheFilterBuilder over(FragmentCache cache) {
        return new FragmentCacheFilterBuilder(cache);
    }

    /**
     * The right to see pages as if there were no cache, for this long: the value of a cookie {@code fragment-cache-bypass}.
     * Give it to editors who preview what is not published.
     */
    public String bypassToken(Duration valid) {
        Requests requests = cache.engine().requests();
        return BypassCookie.sign(requests, requests.now() + Micros.of(valid));
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
        Requests requests = cache.engine().requests();
        long touched = TouchCookie.read(requests, httpRequest);
        RequestScope scope = open(requests, httpRequest, touched);
        PageHeaders headers =
                new PageHeaders(rules, requests, httpRequest, scope, response instanceof ServletResponseWrapper);
        TouchCookie cookie = new TouchCookie(requests, httpRequest, touched);
        PageResponse page = new PageResponse(httpResponse, scope, headers, cookie, room);
        request.setAttribute(RequestScope.ATTRIBUTE, scope);
        try {
            chain.doFilter(new PageRequest(httpRequest, page, scope.tally()), page);
            page.finish();
        } finally {
            request.removeAttribute(RequestScope.ATTRIBUTE);
            requests.end();
        }
    }

    private RequestScope open(Requests requests, HttpServletRequest request, long touched) {
        return rules.bypass().test(request) || BypassCookie.isValid(requests, request)
                ? requests.beginBypass()
                : requests.begin(SAFE.contains(request.getMethod()), touched);
    }
}
