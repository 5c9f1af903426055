package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.FrameworkFacts;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.servlet.IServletWebExchange;

/** What only the container's own request tells: roles, and the name of the session. */
public final class ServletFacts implements FrameworkFacts {
    /** Fails where the servlet API is absent. */
    public ServletFacts() {
        Objects.requireNonNull(HttpServletRequest.class);
    }

    @Override
    public boolean tells(String fact) {
        return fact.startsWith(FactNames.ROLE);
    }

    @Override
    public @Nullable Object value(String fact, @Nullable IWebExchange exchange) {
        HttpServletRequest request = request(exchange);
        return request == null ? null : request.isUserInRole(fact.substring(FactNames.ROLE.length()));
    }

    @Override
    public boolean isOfContainer(Class<?> type) {
        return ServletRequest.class.isAssignableFrom(type)
                || ServletResponse.class.isAssignableFrom(type)
                || HttpSession.class.isAssignableFrom(type)
                || Cookie.class.isAssignableFrom(type);
    }

    @Override
    public Set<String> secrets(IWebExchange exchange) {
        Set<String> secrets = new HashSet<>();
        HttpServletRequest request = request(exchange);
        if (request != null) {
            HttpSession session = request.getSession(false);
            if (session != null) {
                secrets.add(session.getId());
            }
            if (request.getRequestedSessionId() != null) {
                secrets.add(request.getRequestedSessionId());
            }
        }
        return secrets;
    }

    private static @Nullable HttpServletRequest request(@Nullable IWebExchange exchange) {
        return exchange instanceof IServletWebExchange servlet
                        && servlet.getNativeRequestObject() instanceof HttpServletRequest request
                ? request
                : null;
    }
}
