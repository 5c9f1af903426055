package io.fragmentcache.inspect;

import io.fragmentcache.Observer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;

/** Shows the fragments of a page to those who may inspect and asked for it. All others are passed on as they are. */
final class OverlayFilter implements Filter {
    private final String path;
    private final Predicate<HttpServletRequest> allowed;
    private final Browser browser;
    private final Interiors interiors;
    private final OverlayHead head;

    OverlayFilter(
            String path, Predicate<HttpServletRequest> allowed, Browser browser, Interiors interiors, FactSheet facts) {
        this.path = path;
        this.allowed = allowed;
        this.browser = browser;
        this.interiors = interiors;
        this.head = new OverlayHead(path, browser, facts);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http
                && response instanceof HttpServletResponse httpResponse
                && !http.getServletPath().equals(path)
                && browser.showsOverlay(http)
                && allowed.test(http)) {
            inspect(http, httpResponse, chain);
        } else {
            chain.doFilter(request, response);
        }
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
