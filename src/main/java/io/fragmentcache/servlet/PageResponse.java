package io.fragmentcache.servlet;

import io.fragmentcache.RequestScope;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Holds a written page back until its {@code Cache-Status}, and what it touched, is known. Used by the thread that serves the request. */
final class PageResponse extends HttpServletResponseWrapper {
    private final RequestScope scope;
    private final TouchCookie cookie;
    private @Nullable PageWriter page;
    private @Nullable PrintWriter writer;
    private boolean told;

    PageResponse(HttpServletResponse response, RequestScope scope, TouchCookie cookie) {
        super(response);
        this.scope = scope;
        this.cookie = cookie;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            // Asked for now, so that the encoding is settled when the servlet specification says that it is.
            page = new PageWriter(super.getWriter(), this::tell);
            writer = new PrintWriter(page);
        }
        return writer;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        // What is written to it may go out before this is asked again.
        cookie.write((HttpServletResponse) getResponse());
        return super.getOutputStream();
    }

    /** Sends what was held back, under the header that is known now; from here on nothing is held back. */
    void letGo() throws IOException {
        tell();
        if (page != null) {
            page.letGo();
        }
    }

    @Override
    public void flushBuffer() throws IOException {
        letGo();
        super.flushBuffer();
    }

    @Override
    public void reset() {
        super.reset();
        forget();
        cookie.forget();
        told = false;
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    @Override
    public void sendError(int status) throws IOException {
        forget();
        tell();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        forget();
        tell();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        forget();
        tell();
        super.sendRedirect(location);
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

    private void forget() {
        if (page != null) {
            page.forget();
        }
    }

    private void tell() {
        cookie.write((HttpServletResponse) getResponse());
        if (!told && !isCommitted()) {
            told = true;
            CacheStatus.of(scope).ifPresent(status -> super.addHeader(CacheStatus.HEADER, status));
        }
    }
}
