package io.fragmentcache.stage;

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
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.servlet.IServletWebApplication;
import org.thymeleaf.web.servlet.IServletWebExchange;
import org.thymeleaf.web.servlet.IServletWebRequest;
import org.thymeleaf.web.servlet.IServletWebSession;

/** One request of a guest, as a container without a network would show it. */
public record GuestExchange(Guest guest, Map<String, Object> attributes) implements IServletWebExchange {
    public GuestExchange(Guest guest) {
        this(guest, new HashMap<>());
    }

    @Override
    public IServletWebRequest getRequest() {
        return new Request(guest);
    }

    @Override
    public IServletWebSession getSession() {
        return new Session(guest);
    }

    @Override
    public IServletWebApplication getApplication() {
        return Application.EMPTY;
    }

    @Override
    public @Nullable Principal getPrincipal() {
        guest.step();
        return guest.principal;
    }

    @Override
    public Locale getLocale() {
        return guest.locale;
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
        // As containers do: at the end of the path.
        return guest.sessionInLinks == null
                ? url
                : url.replaceFirst("(?=[?#]|$)", ";jsessionid=" + guest.sessionInLinks);
    }

    @Override
    public Object getNativeRequestObject() {
        return guest;
    }

    @Override
    public Object getNativeResponseObject() {
        return guest;
    }

    private record Request(Guest guest) implements IServletWebRequest {
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
            guest.step();
            return guest.host;
        }

        @Override
        public Integer getServerPort() {
            return 80;
        }

        @Override
        public String getContextPath() {
            return guest.contextPath;
        }

        @Override
        public String getRequestURI() {
            return guest.uri;
        }

        @Override
        public @Nullable String getQueryString() {
            return guest.query;
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.enumeration(guest.headers.keySet());
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            guest.step();
            return Collections.enumeration(List.of(guest.headers.getOrDefault(name, new String[0])));
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return guest.parameters;
        }

        @Override
        public boolean containsParameter(String name) {
            return guest.parameters.containsKey(name);
        }

        @Override
        public int getParameterCount() {
            return guest.parameters.size();
        }

        @Override
        public Set<String> getAllParameterNames() {
            return guest.parameters.keySet();
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            guest.step();
            return guest.parameters.get(name);
        }

        @Override
        public boolean containsCookie(String name) {
            return guest.cookies.containsKey(name);
        }

        @Override
        public int getCookieCount() {
            return guest.cookies.size();
        }

        @Override
        public Set<String> getAllCookieNames() {
            return guest.cookies.keySet();
        }

        @Override
        public Map<String, String[]> getCookieMap() {
            return guest.cookies;
        }

        @Override
        public String @Nullable [] getCookieValues(String name) {
            guest.step();
            return guest.cookies.get(name);
        }

        @Override
        public Object getNativeRequestObject() {
            return guest;
        }
    }

    private record Session(Guest guest) implements IServletWebSession {
        @Override
        public boolean exists() {
            return !guest.session.isEmpty();
        }

        @Override
        public Enumeration<String> getAttributeNames() {
            return Collections.enumeration(List.copyOf(guest.session.keySet()));
        }

        @Override
        public @Nullable Object getAttributeValue(String name) {
            guest.step();
            return guest.session.get(name);
        }

        @Override
        public void setAttributeValue(String name, Object value) {
            guest.session.put(name, value);
        }

        @Override
        public Object getNativeSessionObject() {
            return guest.session;
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
