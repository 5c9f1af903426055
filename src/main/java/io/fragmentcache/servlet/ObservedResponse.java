package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.RequestScope;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** Reports changes of the response beside its body to the request's scope: a hit would not repeat them. */
class ObservedResponse extends HttpServletResponseWrapper {
    private final RequestScope scope;

    ObservedResponse(HttpServletResponse response, RequestScope scope) {
        super(response);
        this.scope = scope;
    }

    /** The response as it is around this one. */
    final HttpServletResponse bare() {
        return (HttpServletResponse) super.getResponse();
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
        scope.answersWith(status);
        super.setStatus(status);
    }

    @Override
    public void sendError(int status) throws IOException {
        error(status);
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        error(status);
        super.sendError(status, message);
    }

    private void error(int status) {
        scope.sideOutput("sends the error " + status);
        scope.answersWith(status);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        scope.sideOutput("redirects its request");
        scope.answersWith(SC_FOUND);
        super.sendRedirect(location);
    }

    @Override
    public void setContentType(String type) {
        scope.sideOutput("sets the content type");
        super.setContentType(type);
    }

    @Override
    public void setCharacterEncoding(String encoding) {
        scope.sideOutput("sets the encoding");
        super.setCharacterEncoding(encoding);
    }

    @Override
    public void setLocale(Locale locale) {
        scope.sideOutput("sets the locale of the response");
        super.setLocale(locale);
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        scope.sideOutput("writes to the response itself");
        return super.getWriter();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        scope.sideOutput("writes to the response itself");
        return super.getOutputStream();
    }

    @Override
    public void setContentLength(int length) {
        scope.sideOutput("sets the length of the response");
        super.setContentLength(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        scope.sideOutput("sets the length of the response");
        super.setContentLengthLong(length);
    }

    @Override
    public void resetBuffer() {
        scope.sideOutput("takes back what was written");
        super.resetBuffer();
    }

    @Override
    public void reset() {
        scope.sideOutput("takes back what was written");
        scope.answersWith(SC_OK);
        super.reset();
    }
}
