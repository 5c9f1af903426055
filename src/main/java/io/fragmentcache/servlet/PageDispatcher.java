package io.fragmentcache.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Still holds a page back when its request is forwarded, and sends it when the target is done. If something around the
 * filter wraps the response, the page is no longer held back: a container may close its own response right after a forward.
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
