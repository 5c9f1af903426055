package io.fragmentcache.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Goes on holding a page back when its request is forwarded, and sends it when the target is done. Where something around
 * the filter wraps the response, the page is let go: a container may close its own response right after a forward.
 */
record PageDispatcher(RequestDispatcher there, PageResponse page) implements RequestDispatcher {
    @Override
    public void forward(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        page.passOn();
        there.forward(request, response);
        if (!request.isAsyncStarted()) {
            page.finish();
        }
    }

    @Override
    public void include(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        there.include(request, response);
    }
}
