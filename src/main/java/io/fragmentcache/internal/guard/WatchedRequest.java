package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.ReadListener;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.servlet.IServletWebRequest;

/** A request that tells what is read of it. */
record WatchedRequest(IServletWebRequest request, ReadListener reads) implements IServletWebRequest {
    @Override
    public String getMethod() {
        return fact(FactNames.METHOD, request.getMethod());
    }

    @Override
    public String getScheme() {
        return fact(FactNames.SCHEME, request.getScheme());
    }

    @Override
    public String getServerName() {
        return fact(FactNames.HOST, request.getServerName());
    }

    @Override
    public Integer getServerPort() {
        return fact(FactNames.PORT, request.getServerPort());
    }

    @Override
    public String getContextPath() {
        return fact(FactNames.CONTEXT_PATH, request.getContextPath());
    }

    @Override
    public String getRequestURI() {
        return fact(FactNames.URI, request.getRequestURI());
    }

    @Override
    public @Nullable String getQueryString() {
        return fact(FactNames.QUERY, request.getQueryString());
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return told(ReadListener.fact(ReadListener.HEADER, ReadListener.ALL), request.getHeaderNames());
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        String[] values = request.getHeaderValues(name);
        reads.read(ReadListener.fact(ReadListener.HEADER, name), values);
        return values == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(values));
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return told(ReadListener.fact(ReadListener.PARAMETER, ReadListener.ALL), request.getParameterMap());
    }

    @Override
    public boolean containsParameter(String name) {
        return getParameterValues(name) != null;
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
        return fact(ReadListener.fact(ReadListener.PARAMETER, name), request.getParameterValues(name));
    }

    @Override
    public boolean containsCookie(String name) {
        return getCookieValues(name) != null;
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
        return fact(ReadListener.fact(ReadListener.COOKIE, name), request.getCookieValues(name));
    }

    @Override
    public Object getNativeRequestObject() {
        return told("the native request", request.getNativeRequestObject());
    }

    private <T extends @Nullable Object> T fact(String fact, T value) {
        reads.read(fact, value);
        return value;
    }

    private <T> T told(String fact, T value) {
        reads.read(fact, ReadListener.UNKNOWN);
        return value;
    }
}
