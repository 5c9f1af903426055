package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.ReadListener;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.servlet.IServletWebRequest;

/**
 * A request that tells what is read of its visitor. Scheme, host, port and path are not told: links need them, and they
 * name the page, not the visitor.
 */
record WatchedRequest(IServletWebRequest request, ReadListener reads) implements IServletWebRequest {
    @Override
    public String getMethod() {
        return request.getMethod();
    }

    @Override
    public String getScheme() {
        return request.getScheme();
    }

    @Override
    public String getServerName() {
        return request.getServerName();
    }

    @Override
    public Integer getServerPort() {
        return request.getServerPort();
    }

    @Override
    public String getContextPath() {
        return request.getContextPath();
    }

    @Override
    public String getRequestURI() {
        return request.getRequestURI();
    }

    @Override
    public @Nullable String getQueryString() {
        reads.read("the query string", request.getQueryString());
        return request.getQueryString();
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return told(ReadListener.fact(ReadListener.HEADER, ReadListener.ALL), request.getHeaderNames());
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        Object other = reads.answer(ReadListener.fact(ReadListener.HEADER, name), request.getHeaderValue(name));
        Enumeration<String> values = request.getHeaders(name);
        return !values.hasMoreElements() && other instanceof String text
                ? Collections.enumeration(List.of(text))
                : values;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return told(ReadListener.fact(ReadListener.PARAMETER, ReadListener.ALL), request.getParameterMap());
    }

    @Override
    public boolean containsParameter(String name) {
        reads.read(ReadListener.fact(ReadListener.PARAMETER, name), request.getParameterValue(name));
        return request.containsParameter(name);
    }

    @Override
    public int getParameterCount() {
        return getParameterMap().size();
    }

    @Override
    public Set<String> getAllParameterNames() {
        return getParameterMap().keySet();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return told(
                ReadListener.fact(ReadListener.PARAMETER, name),
                request.getParameterValue(name),
                request.getParameterValues(name));
    }

    @Override
    public boolean containsCookie(String name) {
        reads.read(ReadListener.fact(ReadListener.COOKIE, name), request.getCookieValue(name));
        return request.containsCookie(name);
    }

    @Override
    public int getCookieCount() {
        return getCookieMap().size();
    }

    @Override
    public Set<String> getAllCookieNames() {
        return getCookieMap().keySet();
    }

    @Override
    public Map<String, String[]> getCookieMap() {
        return told(ReadListener.fact(ReadListener.COOKIE, ReadListener.ALL), request.getCookieMap());
    }

    @Override
    public String @Nullable [] getCookieValues(String name) {
        return told(
                ReadListener.fact(ReadListener.COOKIE, name),
                request.getCookieValue(name),
                request.getCookieValues(name));
    }

    @Override
    public Object getNativeRequestObject() {
        return told("the native request", request.getNativeRequestObject());
    }

    private String @Nullable [] told(String fact, @Nullable String first, String @Nullable [] all) {
        return reads.answer(fact, first) instanceof String other && first == null ? new String[] {other} : all;
    }

    private <T> T told(String fact, T value) {
        reads.read(fact, ReadListener.UNKNOWN);
        return value;
    }
}
