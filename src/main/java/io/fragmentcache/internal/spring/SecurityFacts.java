package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.FrameworkFacts;
import io.fragmentcache.key.Typed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.servlet.IServletWebExchange;
import org.thymeleaf.web.servlet.IServletWebSession;

/** Who is logged in, as Spring Security tells it: by name and authorities. */
public final class SecurityFacts implements FrameworkFacts {
    private static final Pattern TOKEN = Pattern.compile("org\\.springframework\\.security\\.web\\..*Csrf.*");

    private static final Pattern LIKE_TOKEN = Pattern.compile("[\\w+/=-]{16,}");
    private static final String TOKEN_TYPE = "org.springframework.security.web.csrf.CsrfToken";
    private static final List<String> TOKENS = List.of(TOKEN_TYPE, "_csrf");
    private static final Logger LOG = LoggerFactory.getLogger(SecurityFacts.class);

    /** Fails where Spring Security is absent. */
    public SecurityFacts() {
        Objects.requireNonNull(SecurityContextHolder.class);
    }

    @Override
    public boolean tells(String fact) {
        return fact.equals(FactNames.AUTHENTICATION);
    }

    @Override
    public @Nullable Object value(String fact, @Nullable IWebExchange exchange) {
        Supplier<SecurityContext> here = SecurityContextHolder.getDeferredContext();
        Object authentication = WatchedSecurityContext.raw(here.get()).getAuthentication();
        if (authentication == null) {
            EmptyContexts.clear(here);
        }
        return authentication;
    }

    @Override
    public boolean isPersonal(String name, Object value, IWebExchange exchange) {
        return value instanceof Authentication || value instanceof UserDetails;
    }

    @Override
    public boolean isOfContainer(Class<?> type) {
        return TOKEN.matcher(type.getName()).matches();
    }

    /** A token is made when it is first asked for, which may begin a session: only a text that may be one asks for it. */
    @Override
    public boolean isSecret(String text, IWebExchange exchange) {
        // A rendering without its request has the facts of a look-up, which were asked about there.
        if (!LIKE_TOKEN.matcher(text).matches() || !(exchange instanceof IServletWebExchange live)) {
            return false;
        }
        IServletWebSession session = live.getSession();
        if (session == null || !session.exists()) {
            return false;
        }
        for (String name : TOKENS) {
            Object token = exchange.getAttributeValue(name);
            if (token != null && text.equals(text(token))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object text(Object token) {
        try {
            Class<?> type = Class.forName(TOKEN_TYPE, false, token.getClass().getClassLoader());
            return type.isInstance(token) ? type.getMethod("getToken").invoke(token) : null;
        } catch (ReflectiveOperationException otherRelease) {
            LOG.debug("{} tells no token.", token.getClass().getName(), otherRelease);
            return null;
        }
    }

    @Override
    public boolean isTyped(Class<?> type) {
        return Authentication.class.isAssignableFrom(type) || UserDetails.class.isAssignableFrom(type);
    }

    @Override
    public @Nullable Typed typed(Object value) {
        if (value instanceof Authentication authentication) {
            return typed("authentication", authentication.getName(), authentication.getAuthorities());
        }
        return value instanceof UserDetails user ? typed("user", user.getUsername(), user.getAuthorities()) : null;
    }

    private static Typed typed(String type, String name, Collection<? extends GrantedAuthority> authorities) {
        Set<String> sorted = new TreeSet<>();
        authorities.forEach(authority -> sorted.add(String.valueOf(authority.getAuthority())));
        List<@Nullable Object> parts = new ArrayList<>();
        parts.add(name);
        parts.addAll(sorted);
        return new Typed(type, parts);
    }
}
