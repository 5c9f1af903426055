package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.security.Principal;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as beans see it, telling what is read of it. */
final class WatchedServletRequest extends HttpServletRequestWrapper {
    private final ReadListener reads;

    WatchedServletRequest(HttpServletRequest request, ReadListener reads) {
        super(request);
        this.reads = reads;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return unknown("the native session", super.getSession(create));
    }

    @Override
    public HttpSession getSession() {
        return unknown("the native session", super.getSession());
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        Object value = super.getAttribute(name);
        reads.attribute(name, value);
        return value;
    }

    @Override
    public Cookie @Nullable [] getCookies() {
        return unknown(ReadListener.fact(ReadListener.COOKIE, ReadListener.ALL), super.getCookies());
    }

    @Override
    public @Nullable String getHeader(String name) {
        return header(name);
    }

    private @Nullable String header(String name) {
        Enumeration<String> values = getHeaders(name);
        return values.hasMoreElements() ? values.nextElement() : null;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        List<String> values = Collections.list(super.getHeaders(name));
        reads.read(
                ReadListener.fact(ReadListener.HEADER, name), values.isEmpty() ? null : values.toArray(String[]::new));
        return Collections.enumeration(values);
    }

    @Override
    public int getIntHeader(String name) {
        header(name);
        return super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        header(name);
        return super.getDateHeader(name);
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterValues(name);
        return values == null || values.length == 0 ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return told(ReadListener.fact(ReadListener.PARAMETER, name), super.getParameterValues(name));
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return told(ReadListener.PRINCIPAL, super.getUserPrincipal());
    }

    @Override
    public @Nullable String getRemoteUser() {
        String user = super.getRemoteUser();
        reads.read(ReadListener.PRINCIPAL, user == null ? null : (Principal) () -> user);
        return user;
    }

    @Override
    public boolean isUserInRole(String role) {
        return told(FactNames.ROLE + role, super.isUserInRole(role));
    }

    @Override
    public @Nullable String getQueryString() {
        return told(FactNames.QUERY, super.getQueryString());
    }

    @Override
    public String getScheme() {
        return told(FactNames.SCHEME, super.getScheme());
    }

    @Override
    public String getServerName() {
        return told(FactNames.HOST, super.getServerName());
    }

    @Override
    public int getServerPort() {
        return told(FactNames.PORT, super.getServerPort());
    }

    @Override
    public String getContextPath() {
        return told(FactNames.CONTEXT_PATH, super.getContextPath());
    }

    @Override
    public String getRequestURI() {
        return told(FactNames.URI, super.getRequestURI());
    }

    @Override
    public String getMethod() {
        return told(FactNames.METHOD, super.getMethod());
    }

    @Override
    public boolean isSecure() {
        getScheme();
        return super.isSecure();
    }

    @Override
    public StringBuffer getRequestURL() {
        getScheme();
        getServerName();
        getServerPort();
        getRequestURI();
        return super.getRequestURL();
    }

    @Override
    public String getServletPath() {
        getRequestURI();
        return super.getServletPath();
    }

    @Override
    public @Nullable String getPathInfo() {
        getRequestURI();
        return super.getPathInfo();
    }

    @Override
    public @Nullable String getPathTranslated() {
        getRequestURI();
        return super.getPathTranslated();
    }

    @Override
    public Locale getLocale() {
        return told(FactNames.LOCALE, super.getLocale());
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        return unknown("the session's id", super.getRequestedSessionId());
    }

    @Override
    public String changeSessionId() {
        return unknown("the session's id", super.changeSessionId());
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return unknown("the session's id", super.isRequestedSessionIdValid());
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return unknown("the session's id", super.isRequestedSessionIdFromCookie());
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        return unknown("the session's id", super.isRequestedSessionIdFromURL());
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return unknown("the names of all variables", super.getAttributeNames());
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return unknown(ReadListener.fact(ReadListener.HEADER, ReadListener.ALL), super.getHeaderNames());
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return unknown(ReadListener.fact(ReadListener.PARAMETER, ReadListener.ALL), super.getParameterNames());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return unknown(ReadListener.fact(ReadListener.PARAMETER, ReadListener.ALL), super.getParameterMap());
    }

    @Override
    public Enumeration<Locale> getLocales() {
        return unknown("the visitor's languages", super.getLocales());
    }

    @Override
    public String getRemoteAddr() {
        return unknown("the visitor's address", super.getRemoteAddr());
    }

    @Override
    public String getRemoteHost() {
        return unknown("the visitor's address", super.getRemoteHost());
    }

    @Override
    public int getRemotePort() {
        return unknown("the visitor's address", super.getRemotePort());
    }

    @Override
    public String getLocalName() {
        return unknown("the address of the server", super.getLocalName());
    }

    @Override
    public String getLocalAddr() {
        return unknown("the address of the server", super.getLocalAddr());
    }

    @Override
    public int getLocalPort() {
        return unknown("the address of the server", super.getLocalPort());
    }

    @Override
    public @Nullable String getAuthType() {
        return unknown("how the visitor logged in", super.getAuthType());
    }

    @Override
    public @Nullable String getContentType() {
        return unknown("the body of the request", super.getContentType());
    }

    @Override
    public int getContentLength() {
        return unknown("the body of the request", super.getContentLength());
    }

    @Override
    public long getContentLengthLong() {
        return unknown("the body of the request", super.getContentLengthLong());
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return unknown("the body of the request", super.getCharacterEncoding());
    }

    @Override
    public String getProtocol() {
        return unknown("the protocol", super.getProtocol());
    }

    @Override
    public ServletRequest getRequest() {
        return unknown("the native request", super.getRequest());
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return unknown("the body of the request", super.getInputStream());
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return unknown("the body of the request", super.getReader());
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        return unknown("the body of the request", super.getParts());
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        return unknown("the body of the request", super.getPart(name));
    }

    private <T extends @Nullable Object> T told(String fact, T value) {
        reads.read(fact, value);
        return value;
    }

    private <T extends @Nullable Object> T unknown(String what, T value) {
        reads.read(what, ReadListener.UNKNOWN);
        return value;
    }
}
