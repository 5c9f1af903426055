package io.fragmentcache.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Lets a page go when its request is forwarded. A container clears its own buffer before a forward, and may close its own
 * response right after it (Tomcat 11 does): whatever were held back then would be mixed in, or lost.
 */
record PageDispatcher(RequestDispatcher there, PageResponse page) implements RequestDispatcher {
    @Override
    public void forward(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        page.passOn();
        there.forward(request, response);
    }

    @Override
    public void include(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        there.include(request, response);
    }
}
