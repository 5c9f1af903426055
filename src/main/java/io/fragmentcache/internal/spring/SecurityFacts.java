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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.thymeleaf.web.IWebExchange;

/** Who is logged in, as Spring Security tells it: by name and authorities. */
public final class SecurityFacts implements FrameworkFacts {
    private static final Pattern TOKEN = Pattern.compile("org\\.springframework\\.security\\.web\\..*Csrf.*");

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
        return WatchedSecurityContext.raw(SecurityContextHolder.getContext()).getAuthentication();
    }

    @Override
    public boolean isPersonal(String name, Object value, IWebExchange exchange) {
        return value instanceof Authentication || value instanceof UserDetails;
    }

    @Override
    public boolean isOfContainer(Object value) {
        return TOKEN.matcher(value.getClass().getName()).matches();
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
