package io.fragmentcache.testing;

import io.fragmentcache.testing.Visitor.Fact;
import java.io.InputStream;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.servlet.IServletWebApplication;
import org.thymeleaf.web.servlet.IServletWebExchange;
import org.thymeleaf.web.servlet.IServletWebRequest;
import org.thymeleaf.web.servlet.IServletWebSession;

/** One request of a visitor, as Thymeleaf sees it, without a container. */
record VisitorExchange(Visitor visitor, Map<String, Object> session, Map<String, Object> attributes)
        implements IServletWebExchange {
    VisitorExchange(Visitor visitor) {
        this(visitor, new HashMap<>(visitor.all(Fact.SESSION)), new HashMap<>());
    }

    @Override
    public IServletWebRequest getRequest() {
        return Request.of(visitor);
    }

    @Override
    public IServletWebSession getSession() {
        return new Session(session);
    }

    @Override
    public IServletWebApplication getApplication() {
        return Application.EMPTY;
    }

    @Override
    public @Nullable Principal getPrincipal() {
        return visitor.principal();
    }

    @Override
    public Locale getLocale() {
        return visitor.locale();
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
        put(attributes, name, value);
    }

    @Override
    public String transformURL(String url) {
        return url;
    }

    @Override
    public Object getNativeRequestObject() {
        return visitor;
    }

    @Override
    public Object getNativeResponseObject() {
        return visitor;
    }

    private static void put(Map<String, Object> attributes, String name, @Nullable Object value) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    private record Request(
            Map<String, String[]> headers, Map<String, String[]> parameters, Map<String, String[]> cookies)
            implements IServletWebRequest {
        static Request of(Visitor visitor) {
            Map<String, String[]> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(arrays(visitor.all(Fact.HEADER)));
            return new Request(headers, arrays(visitor.all(Fact.PARAMETER)), arrays(visitor.all(Fact.COOKIE)));
        }

        private static Map<String, String[]> arrays(Map<String, Object> values) {
            Map<String, String[]> arrays = new TreeMap<>();
            values.forEach((name, value) -> arrays.put(
                    name,
                    value instanceof List<?> list
                            ? list.stream().map(String::valueOf).toArray(String[]::new)
                            : new String[] {String.valueOf(value)}));
            return arrays;
        }

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
            return "localhost";
        }

        @Override
        public Integer getServerPort() {
            return 80;
        }

        @Override
        public String getContextPath() {
            return "";
        }

        @Override
        public String getRequestURI() {
            return "/";
        }

        @Override
        public @Nullable String getQueryString() {
            String query = parameters.entrySet().stream()
                    .flatMap(each -> List.of(each.getValue()).stream().map(value -> coded(each.getKey(), value)))
                    .collect(Collectors.joining("&"));
            return query.isEmpty() ? null : query;
        }

        private static String coded(String name, String value) {
            return URLEncoder.encode(name, StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(value, StandardCharsets.UTF_8);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.enumeration(headers.keySet());
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            String[] values = headers.get(name);
            return Collections.enumeration(values == null ? List.of() : List.of(values));
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return parameters;
        }

        @Override
        public boolean containsParameter(String name) {
            return parameters.containsKey(name);
        }

        @Override
        public int getParameterCount() {
            return parameters.size();
        }

        @Override
        public Set<String> getAllParameterNames() {
            return parameters.keySet();
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return parameters.get(name);
        }

        @Override
        public boolean containsCookie(String name) {
            return cookies.containsKey(name);
        }

        @Override
        public int getCookieCount() {
            return cookies.size();
        }

        @Override
        public Set<String> getAllCookieNames() {
            return cookies.keySet();
        }

        @Override
        public Map<String, String[]> getCookieMap() {
            return cookies;
        }

        @Override
        public String @Nullable [] getCookieValues(String name) {
            return cookies.get(name);
        }

        @Override
        public Object getNativeRequestObject() {
            return this;
        }
    }

    private record Session(Map<String, Object> attributes) implements IServletWebSession {
        @Override
        public boolean exists() {
            return !attributes.isEmpty();
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
            put(attributes, name, value);
        }

        @Override
        public Object getNativeSessionObject() {
            return attributes;
        }
    }

    private record Application() implements IServletWebApplication {
        static final Application EMPTY = new Application();

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
            throw new UnsupportedOperationException("a stage has no application attributes");
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
