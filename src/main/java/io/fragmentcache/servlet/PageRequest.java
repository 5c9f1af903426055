package io.fragmentcache.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Lets a page go before its request becomes asynchronous: afterwards another thread may write it. */
final class PageRequest extends HttpServletRequestWrapper {
    private final PageResponse page;

    PageRequest(HttpServletRequest request, PageResponse page) {
        super(request);
        this.page = page;
    }

    @Override
    public AsyncContext startAsync() {
        letGo();
        return super.startAsync();
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        letGo();
        return super.startAsync(request, response);
    }

    private void letGo() {
        try {
            page.letGo();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
