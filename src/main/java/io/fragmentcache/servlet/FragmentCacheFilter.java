package io.fragmentcache.servlet;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Requests;
import io.fragmentcache.internal.memory.SizeEstimate;
import io.fragmentcache.store.Micros;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
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
 * characters, since its headers are only known then. In UTF-8 its cached HTML is sent as the bytes it is stored
 * as. Output streams, and asynchronous requests once they have started, are not held back. Thread-safe.
 */
public final class FragmentCacheFilter implements Filter {
    /** Methods that change nothing (RFC 9110, section 9.2.1): only their pages may be stored. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** Characters between remembered texts that are expected of the first page. */
    private static final int FIRST_PAGE = 4 * 1024;

    private final FragmentCache cache;
    private final PageRules rules;
    private final SizeEstimate room = new SizeEstimate(FIRST_PAGE);

    /** Creates a filter with all defaults. */
    public FragmentCacheFilter(FragmentCache cache) {
        this(cache, PageRules.USUAL);
    }

    FragmentCacheFilter(FragmentCache cache, PageRules rules) {
        this.cache = cache;
        this.rules = rules;
    }

    /** Starts a filter with other headers than the default ones. */
    public static FragmentCacheFilterBuilder over(FragmentCache cache) {
        return new FragmentCacheFilterBuilder(cache);
    }

    /**
     * Returns the value of a cookie {@code fragment-cache-bypass}, which shows pages without the cache. Give it to editors
     * who preview what is not published.
     *
     * @param valid how long from now the cookie works
     * @return signed by the secret of the cache: without {@code secret(..)} it ends with the process
     */
    public String bypassToken(Duration valid) {
        Requests requests = cache.engine().requests();
        return BypassCookie.sign(requests, requests.now() + Micros.of(valid));
    }

    /**
     * Declares that the next output of an asynchronous request shows data that is read after this call. Call it before you
     * read the data of each event of a stream. Without it all events count as read when the request began, so their entries
     * are as old as the stream. Has no effect if no such filter is in front of the request.
     *
     * @param request as the servlet or {@link jakarta.servlet.AsyncContext#getRequest} has it
     */
    public static void beginEvent(ServletRequest request) {
        if (request.getAttribute(RequestScope.ATTRIBUTE) instanceof RequestScope scope) {
            scope.beginEvent();
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest httpRequest)
                || !(response instanceof HttpServletResponse httpResponse)) {
            chain.doFilter(request, response);
        } else if (!(request.getAttribute(RequestScope.ATTRIBUTE) instanceof RequestScope scope)) {
            begin(httpRequest, httpResponse, chain);
        } else if (request.getDispatcherType() == DispatcherType.ASYNC) {
            resume(httpRequest, httpResponse, chain, scope);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Requests requests = cache.engine().requests();
        long touched = TouchCookie.read(requests, request);
        RequestScope scope = open(requests, request, touched);
        PageResponse page = page(request, response, scope, touched);
        request.setAttribute(RequestScope.ATTRIBUTE, scope);
        ApartRules apart = rules.apart();
        if (apart != null) {
            scope.fills(new ApartFilling(apart, request, response, scope));
        }
        EdgeHeader edge = rules.edge();
        if (edge != null) {
            if (SAFE.contains(request.getMethod())) {
                scope.tally().gatherTags();
            } else {
                edge.beginUnsafe();
            }
        }
        serve(new PageRequest(request, page, scope), page, page, chain);
    }

    /** Goes on with an asynchronous request, whose page is rendered from what was read before. */
    private void resume(HttpServletRequest request, HttpServletResponse response, FilterChain chain, RequestScope scope)
            throws IOException, ServletException {
        long touched = cache.engine().requests().resume(scope);
        PageResponse before = PageResponse.within(response);
        if (before != null) {
            before.holdAgain();
            serve(request, response, before, chain);
        } else {
            PageResponse page = page(request, response, scope, touched);
            serve(new PageRequest(request, page, scope), page, page, chain);
        }
    }

    private PageResponse page(
            HttpServletRequest request, HttpServletResponse response, RequestScope scope, long touched) {
        Requests requests = cache.engine().requests();
        boolean wrapped = !WatchingWrappers.only(response);
        PageHeaders headers = new PageHeaders(rules, requests, request, scope, wrapped);
        return new PageResponse(
                response, scope, headers, new TouchCookie(requests, request, touched, rules.edge()), room);
    }

    private void serve(ServletRequest request, ServletResponse response, PageResponse page, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
            if (!request.isAsyncStarted()) {
                page.finish();
            }
        } finally {
            // The scope of an asynchronous request goes on: its page is rendered later, from data that was read before.
            if (!request.isAsyncStarted()) {
                request.removeAttribute(RequestScope.ATTRIBUTE);
            }
            cache.engine().requests().end();
            if (rules.edge() != null) {
                rules.edge().end();
            }
        }
    }

    private RequestScope open(Requests requests, HttpServletRequest request, long touched) {
        if (BypassCookie.isValid(requests, request)) {
            return requests.beginBypass();
        }
        boolean stores = SAFE.contains(request.getMethod()) && request.getDispatcherType() != DispatcherType.ERROR;
        RequestScope scope = requests.begin(stores, touched);
        // Asked later: this filter stands before those that tell who the visitor is.
        scope.bypassIf(() -> rules.bypass().test(rules.current().apply(request)));
        scope.admitIf(() -> rules.admit().test(rules.current().apply(request)));
        return scope;
    }
}
