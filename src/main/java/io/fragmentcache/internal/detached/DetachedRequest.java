package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.ReadListener;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebRequest;

/** The facts of a request that a rendering was given. Asking for others ends it. */
record DetachedRequest(Given given) implements IWebRequest {
    @Override
    public @Nullable String getMethod() {
        return given.text(FactNames.METHOD);
    }

    @Override
    public @Nullable String getScheme() {
        return given.text(FactNames.SCHEME);
    }

    @Override
    public @Nullable String getServerName() {
        return given.text(FactNames.HOST);
    }

    @Override
    public @Nullable Integer getServerPort() {
        return (Integer) given.value(FactNames.PORT);
    }

    @Override
    public @Nullable String getApplicationPath() {
        return given.text(FactNames.CONTEXT_PATH);
    }

    @Override
    public @Nullable String getPathWithinApplication() {
        // As the engine's own request does.
        String uri = given.text(FactNames.URI);
        String application = getApplicationPath();
        return uri == null || application == null || application.isEmpty()
                ? uri
                : uri.substring(Math.min(application.length(), uri.length()));
    }

    @Override
    public @Nullable String getQueryString() {
        return given.text(FactNames.QUERY);
    }

    @Override
    public boolean containsHeader(String name) {
        return getHeaderValues(name) != null;
    }

    @Override
    public int getHeaderCount() {
        throw given.end("the headers");
    }

    @Override
    public Set<String> getAllHeaderNames() {
        throw given.end("the headers");
    }

    @Override
    public Map<String, String[]> getHeaderMap() {
        throw given.end("the headers");
    }

    @Override
    public String @Nullable [] getHeaderValues(String name) {
        return given.texts(ReadListener.fact(ReadListener.HEADER, name));
    }

    @Override
    public boolean containsParameter(String name) {
        return getParameterValues(name) != null;
    }

    @Override
    public int getParameterCount() {
        throw given.end("the parameters");
    }

    @Override
    public Set<String> getAllParameterNames() {
        throw given.end("the parameters");
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        throw given.end("the parameters");
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return given.texts(ReadListener.fact(ReadListener.PARAMETER, name));
    }

    @Override
    public boolean containsCookie(String name) {
        return getCookieValues(name) != null;
    }

    @Override
    public int getCookieCount() {
        throw given.end("the cookies");
    }

    @Override
    public Set<String> getAllCookieNames() {
        throw given.end("the cookies");
    }

    @Override
    public Map<String, String[]> getCookieMap() {
        throw given.end("the cookies");
    }

    @Override
    public String @Nullable [] getCookieValues(String name) {
        return given.texts(ReadListener.fact(ReadListener.COOKIE, name));
    }
}
