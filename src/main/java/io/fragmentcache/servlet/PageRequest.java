package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Tally;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a page reads of its visitor, so that its headers can say whose it is, and lets a page go before its request
 * becomes asynchronous: afterwards another thread may write it.
 */
final class PageRequest extends HttpServletRequestWrapper {
    private static final String LANGUAGE = "Accept-Language";
    private static final Set<String> OF_VISITOR = names("Authorization", "Cookie");

    /** Part of the page's address, or of what the visitor has of it already. */
    private static final Set<String> OF_ADDRESS_OR_STATE =
            names("Host", "Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");

    private final PageResponse page;
    private final RequestScope scope;
    private final Tally tally;

    PageRequest(HttpServletRequest request, PageResponse page, RequestScope scope) {
        super(request);
        this.page = page;
        this.scope = scope;
        this.tally = scope.tally();
    }

    private static Set<String> names(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(List.of(names));
        return Collections.unmodifiableSet(set);
    }

    // The language is in every key: a page with fragments varies by what it was chosen from.

    @Override
    public Locale getLocale() {
        tally.variesBy(LANGUAGE);
        return super.getLocale();
    }

    @Override
    public Enumeration<Locale> getLocales() {
        tally.variesBy(LANGUAGE);
        return super.getLocales();
    }

    @Override
    public String getHeader(String name) {
        note(name);
        return super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        note(name);
        return super.getHeaders(name);
    }

    @Override
    public Cookie[] getCookies() {
        tally.readOfVisitor();
        return super.getCookies();
    }

    @Override
    public HttpSession getSession() {
        return Objects.requireNonNull(getSession(true));
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        if (create && super.getSession(false) == null) {
            scope.sideOutput("begins a session");
        }
        HttpSession session = super.getSession(create);
        if (session != null) {
            tally.readOfVisitor();
        } else if (isShown() && !TemplateCalls.isOfExchange()) {
            // Another visitor has one.
            tally.variesBy("Cookie");
        }
        return session;
    }

    @Override
    public String changeSessionId() {
        scope.sideOutput("changes the session's id");
        return super.changeSessionId();
    }

    @Override
    public void login(String username, String password) throws ServletException {
        scope.sideOutput("logs a visitor in");
        super.login(username, password);
    }

    @Override
    public void logout() throws ServletException {
        scope.sideOutput("logs a visitor out");
        super.logout();
    }

    @Override
    public boolean authenticate(HttpServletResponse response) throws IOException, ServletException {
        scope.sideOutput("authenticates a visitor");
        return super.authenticate(response);
    }

    @Override
    public String getRequestedSessionId() {
        tally.readOfVisitor();
        return super.getRequestedSessionId();
    }

    @Override
    public Principal getUserPrincipal() {
        tally.readOfVisitor();
        return super.getUserPrincipal();
    }

    @Override
    public String getRemoteUser() {
        tally.readOfVisitor();
        return super.getRemoteUser();
    }

    @Override
    public boolean isUserInRole(String role) {
        tally.readOfVisitor();
        return super.isUserInRole(role);
    }

    @Override
    public @Nullable RequestDispatcher getRequestDispatcher(String path) {
        RequestDispatcher found = super.getRequestDispatcher(path);
        return found == null ? null : new PageDispatcher(found, page);
    }

    @Override
    public AsyncContext startAsync() {
        letGo();
        return super.startAsync();
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        letGo();
        return super.startAsync(request, response);
    }

    @Override
    public int getIntHeader(String name) {
        note(name);
        return super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        note(name);
        return super.getDateHeader(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        if (isShown()) {
            tally.readOfVisitor();
        }
        return super.getHeaderNames();
    }

    private void note(String header) {
        if (LANGUAGE.equalsIgnoreCase(header)) {
            tally.variesBy(LANGUAGE);
        } else if (OF_VISITOR.contains(header)) {
            tally.readOfVisitor();
        } else if (isShown() && !OF_ADDRESS_OR_STATE.contains(header)) {
            tally.variesBy(header);
        }
    }

    /** Whether the page is being rendered. Before that, filters and controllers read headers that no page depends on. */
    private boolean isShown() {
        return scope.isRendering() || page.isBegun();
    }

    private void letGo() {
        try {
            page.leaveToOthers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
