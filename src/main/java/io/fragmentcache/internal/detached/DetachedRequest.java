package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.guard.Coverage;
import io.fragmentcache.problem.Problem;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebRequest;

/**
 * What links need of a request, and the facts that the fragment's key holds. Other parameters, headers and cookies belong
 * to one visitor: asking for them fails.
 */
record DetachedRequest(
        @Nullable String method,
        @Nullable String scheme,
        @Nullable String serverName,
        @Nullable Integer serverPort,
        @Nullable String applicationPath,
        @Nullable String pathWithinApplication,
        Coverage coverage)
        implements IWebRequest {

    static DetachedRequest of(IWebRequest request, Coverage coverage) {
        return new DetachedRequest(
                request.getMethod(),
                request.getScheme(),
                request.getServerName(),
                request.getServerPort(),
                request.getApplicationPath(),
                request.getPathWithinApplication(),
                coverage);
    }

    @Override
    public @Nullable String getMethod() {
        return method;
    }

    @Override
    public @Nullable String getScheme() {
        return scheme;
    }

    @Override
    public @Nullable String getServerName() {
        return serverName;
    }

    @Override
    public @Nullable Integer getServerPort() {
        return serverPort;
    }

    @Override
    public @Nullable String getApplicationPath() {
        return applicationPath;
    }

    @Override
    public @Nullable String getPathWithinApplication() {
        return pathWithinApplication;
    }

    @Override
    public String getQueryString() {
        throw Problem.detached("the query string");
    }

    @Override
    public boolean containsHeader(String name) {
        return getHeaderValues(name) != null;
    }

    @Override
    public int getHeaderCount() {
        throw Problem.detached("the headers");
    }

    @Override
    public Set<String> getAllHeaderNames() {
        throw Problem.detached("the headers");
    }

    @Override
    public Map<String, String[]> getHeaderMap() {
        throw Problem.detached("the headers");
    }

    @Override
    public String @Nullable [] getHeaderValues(String name) {
        return covered(ReadListener.HEADER, name);
    }

    @Override
    public boolean containsParameter(String name) {
        return getParameterValues(name) != null;
    }

    @Override
    public int getParameterCount() {
        throw Problem.detached("the parameters");
    }

    @Override
    public Set<String> getAllParameterNames() {
        throw Problem.detached("the parameters");
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        throw Problem.detached("the parameters");
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return covered(ReadListener.PARAMETER, name);
    }

    @Override
    public boolean containsCookie(String name) {
        return getCookieValues(name) != null;
    }

    @Override
    public int getCookieCount() {
        throw Problem.detached("the cookies");
    }

    @Override
    public Set<String> getAllCookieNames() {
        throw Problem.detached("the cookies");
    }

    @Override
    public Map<String, String[]> getCookieMap() {
        throw Problem.detached("the cookies");
    }

    @Override
    public String @Nullable [] getCookieValues(String name) {
        return covered(ReadListener.COOKIE, name);
    }

    private String @Nullable [] covered(String kind, String name) {
        String fact = ReadListener.fact(kind, name);
        if (!coverage.holds(fact)) {
            throw Problem.detached(fact);
        }
        Object value = coverage.value(fact);
        return value == null ? null : new String[] {value.toString()};
    }
}
