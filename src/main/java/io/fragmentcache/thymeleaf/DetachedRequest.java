package io.fragmentcache.thymeleaf;

import io.fragmentcache.problem.Problem;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebRequest;

/** What links need of a request. Parameters, headers and cookies belong to one visitor: asking for them fails. */
record DetachedRequest(
        @Nullable String method,
        @Nullable String scheme,
        @Nullable String serverName,
        @Nullable Integer serverPort,
        @Nullable String applicationPath,
        @Nullable String pathWithinApplication)
        implements IWebRequest {

    static DetachedRequest of(IWebRequest request) {
        return new DetachedRequest(
                request.getMethod(),
                request.getScheme(),
                request.getServerName(),
                request.getServerPort(),
                request.getApplicationPath(),
                request.getPathWithinApplication());
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
        throw header(name);
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
    public String[] getHeaderValues(String name) {
        throw header(name);
    }

    @Override
    public boolean containsParameter(String name) {
        throw parameter(name);
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
    public String[] getParameterValues(String name) {
        throw parameter(name);
    }

    @Override
    public boolean containsCookie(String name) {
        throw cookie(name);
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
    public String[] getCookieValues(String name) {
        throw cookie(name);
    }

    private static Problem header(String name) {
        return Problem.detached("the header " + name);
    }

    private static Problem parameter(String name) {
        return Problem.detached("the parameter " + name);
    }

    private static Problem cookie(String name) {
        return Problem.detached("the cookie " + name);
    }
}
