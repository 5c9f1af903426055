package io.fragmentcache.internal.guard;

import java.io.InputStream;
import java.net.URL;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.servlet.IServletWebApplication;
import org.thymeleaf.web.servlet.IServletWebExchange;
import org.thymeleaf.web.servlet.IServletWebRequest;
import org.thymeleaf.web.servlet.IServletWebSession;

/** One visitor and the exchange of one of its requests. Before each answer it takes a step, at which a test may change it. */
final class Visit {
    final Map<String, Object> session = new HashMap<>();
    final Map<String, String[]> cookies = new HashMap<>();
    final Map<String, String[]> headers = new HashMap<>();
    final Map<String, String[]> parameters = new HashMap<>();

    @Nullable Principal principal;

    Locale locale = Locale.ENGLISH;
    String host = "shop.example";
    String uri = "/app/page";
    String contextPath = "/app";
    int steps;
    int changesAt = -1;
    Runnable change = () -> {};

    Visit session(String name, Object value) {
        session.put(name, value);
        return this;
    }

    Visit parameter(String name, String... values) {
        parameters.put(name, values);
        return this;
    }

    Visit cookie(String name, String value) {
        cookies.put(name, new String[] {value});
        return this;
    }

    Visit header(String name, String value) {
        headers.put(name, new String[] {value});
        return this;
    }

    Visit principal(String name) {
        principal = () -> name;
        return this;
    }

    @Override
    public String toString() {
        Map<String, Object> all = new TreeMap<>(session);
        parameters.forEach((name, values) -> all.put("param " + name, List.of(values)));
        cookies.forEach((name, values) -> all.put("cookie " + name, List.of(values)));
        headers.forEach((name, values) -> all.put("header " + name, List.of(values)));
        return all + (principal == null ? "" : " as " + principal.getName()) + " at " + host + contextPath + " in " + locale;
    }

    private void step() {
        if (steps++ == changesAt) {
            change.run();
        }
    }

    IServletWebExchange exchange() {
        return new Exchange(this, new HashMap<>());
    }

    private record Exchange(Visit visit, Map<String, Object> attributes) implements IServletWebExchange {
        @Override
        public IServletWebRequest getRequest() {
            return new Request(visit);
        }

        @Override
        public IServletWebSession getSession() {
            return new Session(visit);
        }

        @Override
        public IServletWebApplication getApplication() {
            return new Application();
        }

        @Override
        public @Nullable Principal getPrincipal() {
            visit.step();
            return visit.principal;
        }

        @Override
        public Locale getLocale() {
            return visit.locale;
        }

        @Override
        public String getContentType() {
            return "text/html";
        }

        @Override
        public String getCharacterEncoding() {
            return "UTF-8";
        }

        @Override
        public Enumeration<String> getAttributeNames() {
            return Collections.enumeration(List.copyOf(attributes.keySet()));
        }

        @Override
        public @Nullable Object getAttributeValue(String name) {
            return attributes.get(name);
        }

        @Override
        public void setAttributeValue(String name, @Nullable Object value) {
            if (value == null) {
                attributes.remove(name);
            } else {
                attributes.put(name, value);
            }
        }

        @Override
        public String transformURL(String url) {
            return url;
        }

        @Override
        public Object getNativeRequestObject() {
            return visit;
        }

        @Override
        public Object getNativeResponseObject() {
            return visit;
        }
    }

    private record Request(Visit visit) implements IServletWebRequest {
        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public String getScheme() {
            return "http";
        }

        @Override
        public String getServerName() {
            visit.step();
            return visit.host;
        }

        @Override
        public Integer getServerPort() {
            return 80;
        }

        @Override
        public String getContextPath() {
            return visit.contextPath;
        }

        @Override
        public String getRequestURI() {
            return visit.uri;
        }

        @Override
        public @Nullable String getQueryString() {
            return null;
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.enumeration(visit.headers.keySet());
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            visit.step();
            return Collections.enumeration(List.of(visit.headers.getOrDefault(name, new String[0])));
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return visit.parameters;
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            visit.step();
            return visit.parameters.get(name);
        }

        @Override
        public boolean containsCookie(String name) {
            return visit.cookies.containsKey(name);
        }

        @Override
        public int getCookieCount() {
            return visit.cookies.size();
        }

        @Override
        public Set<String> getAllCookieNames() {
            return visit.cookies.keySet();
        }

        @Override
        public Map<String, String[]> getCookieMap() {
            return visit.cookies;
        }

        @Override
        public String @Nullable [] getCookieValues(String name) {
            visit.step();
            return visit.cookies.get(name);
        }

        @Override
        public Object getNativeRequestObject() {
            return visit;
        }
    }

    private record Session(Visit visit) implements IServletWebSession {
        @Override
        public boolean exists() {
            return !visit.session.isEmpty();
        }

        @Override
        public Enumeration<String> getAttributeNames() {
            return Collections.enumeration(List.copyOf(visit.session.keySet()));
        }

        @Override
        public @Nullable Object getAttributeValue(String name) {
            visit.step();
            return visit.session.get(name);
        }

        @Override
        public void setAttributeValue(String name, Object value) {
            visit.session.put(name, value);
        }

        @Override
        public Object getNativeSessionObject() {
            return visit.session;
        }
    }

    private static final class Application implements IServletWebApplication {
        @Override
        public Enumeration<String> getAttributeNames() {
            return Collections.emptyEnumeration();
        }

        @Override
        public @Nullable Object getAttributeValue(String name) {
            return null;
        }

        @Override
        public void setAttributeValue(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String path) {
            return null;
        }

        @Override
        public boolean resourceExists(String path) {
            return false;
        }

        @Override
        public @Nullable URL getResource(String path) {
            return null;
        }

        @Override
        public Object getNativeServletContextObject() {
            return this;
        }
    }
}
