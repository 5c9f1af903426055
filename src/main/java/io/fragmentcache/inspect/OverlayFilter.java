package io.fragmentcache.inspect;

import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.usage.PageLog;
import io.fragmentcache.problem.Problem;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the fragments of a page to those who may inspect and asked for it. All others are passed on as they are. */
final class OverlayFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(OverlayFilter.class);

    private final String path;
    private final Predicate<HttpServletRequest> allowed;
    private final Browser browser;
    private final NestedFragments interiors;
    private final OverlayHead head;
    private final PageLog pages;
    private final AtomicBoolean told = new AtomicBoolean();

    OverlayFilter(
            String path,
            Predicate<HttpServletRequest> allowed,
            Browser browser,
            NestedFragments interiors,
            OverlayHead head,
            PageLog pages) {
        this.path = path;
        this.allowed = allowed;
        this.browser = browser;
        this.interiors = interiors;
        this.pages = pages;
        this.head = head;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http)
                || !(response instanceof HttpServletResponse httpResponse)
                || http.getServletPath().equals(path)) {
            chain.doFilter(request, response);
            return;
        }
        pages.begin(http.getRequestURI().substring(http.getContextPath().length()));
        try {
            pass(http, httpResponse, chain);
        } finally {
            // What goes on in another thread is not seen: it would be half a page.
            pages.end(!http.isAsyncStarted() && InspectedResponse.isHtml(response.getContentType()));
        }
    }

    private void pass(HttpServletRequest http, HttpServletResponse httpResponse, FilterChain chain)
            throws IOException, ServletException {
        if (browser.showsOverlay(http) && allowed.test(http) && isOutermost(http)) {
            inspect(http, httpResponse, chain);
        } else {
            chain.doFilter(http, httpResponse);
        }
    }

    /** Inside the cache's filter, a page with frames would get the {@code ETag} of a page, and be kept by the browser. */
    private boolean isOutermost(HttpServletRequest request) {
        boolean isInside = request.getAttribute(RequestScope.ATTRIBUTE) != null;
        if (isInside && told.compareAndSet(false, true)) {
            LOG.warn(
                    "Fragments are not shown on pages. {}",
                    Problem.inspectorInside().withAnchor());
        }
        return !isInside;
    }

    private void inspect(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        PageView view = new PageView(interiors);
        request.setAttribute(Observer.View.ATTRIBUTE, view);
        InspectedResponse page = new InspectedResponse(
                request, response, marked -> head.addTo(MarkedPage.of(view, marked), view, request, response));
        try {
            chain.doFilter(new InspectedRequest(request, page), page);
            page.complete();
        } finally {
            request.removeAttribute(Observer.View.ATTRIBUTE);
        }
    }
}
