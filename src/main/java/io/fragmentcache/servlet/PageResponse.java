package io.fragmentcache.servlet;

import io.fragmentcache.RequestScope;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Holds a written page back until its {@code Cache-Status} is known. Used by the thread that serves the request. */
final class PageResponse extends HttpServletResponseWrapper {
    private final RequestScope scope;
    private @Nullable PageWriter page;
    private @Nullable PrintWriter writer;
    private boolean told;

    PageResponse(HttpServletResponse response, RequestScope scope) {
        super(response);
        this.scope = scope;
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

    private void forget() {
        if (page != null) {
            page.forget();
        }
    }

    private void tell() {
        if (!told && !isCommitted()) {
            told = true;
            CacheStatus.of(scope).ifPresent(status -> addHeader(CacheStatus.HEADER, status));
        }
    }
}
