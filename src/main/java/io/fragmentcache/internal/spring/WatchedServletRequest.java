package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.ReadListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as beans see it, telling what is read of its visitor. Its path is not told: it names the page. */
final class WatchedServletRequest extends HttpServletRequestWrapper {
    private final ReadListener reads;

    WatchedServletRequest(HttpServletRequest request, ReadListener reads) {
        super(request);
        this.reads = reads;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        reads.read("the native session", ReadListener.UNKNOWN);
        return super.getSession(create);
    }

    @Override
    public HttpSession getSession() {
        reads.read("the native session", ReadListener.UNKNOWN);
        return super.getSession();
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        reads.read("the session's id", ReadListener.UNKNOWN);
        return super.getRequestedSessionId();
    }

    @Override
    public Cookie @Nullable [] getCookies() {
        reads.read(ReadListener.fact(ReadListener.COOKIE, ReadListener.ALL), ReadListener.UNKNOWN);
        return super.getCookies();
    }

    @Override
    public @Nullable String getHeader(String name) {
        String value = super.getHeader(name);
        reads.read(ReadListener.fact(ReadListener.HEADER, name), value);
        return value;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        reads.read(ReadListener.fact(ReadListener.HEADER, name), ReadListener.UNKNOWN);
        return super.getHeaders(name);
    }

    @Override
    public @Nullable String getParameter(String name) {
        String value = super.getParameter(name);
        reads.read(ReadListener.fact(ReadListener.PARAMETER, name), value);
        return value;
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        reads.read(ReadListener.fact(ReadListener.PARAMETER, name), super.getParameter(name));
        return super.getParameterValues(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        reads.read(ReadListener.fact(ReadListener.PARAMETER, ReadListener.ALL), ReadListener.UNKNOWN);
        return super.getParameterMap();
    }

    @Override
    public @Nullable String getQueryString() {
        String query = super.getQueryString();
        reads.read("the query string", query);
        return query;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        Principal principal = super.getUserPrincipal();
        reads.read(ReadListener.PRINCIPAL, principal == null ? null : principal.getName());
        return principal;
    }

    @Override
    public @Nullable String getRemoteUser() {
        String user = super.getRemoteUser();
        reads.read(ReadListener.PRINCIPAL, user);
        return user;
    }

    @Override
    public boolean isUserInRole(String role) {
        reads.read(ReadListener.PRINCIPAL, super.getRemoteUser());
        return super.isUserInRole(role);
    }

    @Override
    public String getRemoteAddr() {
        String address = super.getRemoteAddr();
        reads.read("the visitor's address", address);
        return address;
    }
}
