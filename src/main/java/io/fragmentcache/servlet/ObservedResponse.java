package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.RequestScope;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** Tells the request's scope when the response is changed beside its text: a hit would not do that again. */
class ObservedResponse extends HttpServletResponseWrapper {
    private final RequestScope scope;

    ObservedResponse(HttpServletResponse response, RequestScope scope) {
        super(response);
        this.scope = scope;
    }

    /** The response as it is around this one. */
    final HttpServletResponse bare() {
        return (HttpServletResponse) getResponse();
    }

    @Override
    public void addCookie(Cookie cookie) {
        scope.sideOutput("sets the cookie " + cookie.getName());
        super.addCookie(cookie);
    }

    @Override
    public void setHeader(String name, String value) {
        scope.sideOutput("sets the header " + name);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        scope.sideOutput("adds the header " + name);
        super.addHeader(name, value);
    }

    @Override
    public void setIntHeader(String name, int value) {
        scope.sideOutput("sets the header " + name);
        super.setIntHeader(name, value);
    }

    @Override
    public void addIntHeader(String name, int value) {
        scope.sideOutput("adds the header " + name);
        super.addIntHeader(name, value);
    }

    @Override
    public void setDateHeader(String name, long date) {
        scope.sideOutput("sets the header " + name);
        super.setDateHeader(name, date);
    }

    @Override
    public void addDateHeader(String name, long date) {
        scope.sideOutput("adds the header " + name);
        super.addDateHeader(name, date);
    }

    @Override
    public void setStatus(int status) {
        scope.sideOutput("sets the status " + status);
        super.setStatus(status);
    }
}
