package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.guard.Watch;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.thymeleaf.context.IWebContext;

/** Sees who asks Spring Security for the one who is logged in: {@code sec:*}, {@code #authentication}, and beans. */
public final class SecurityWatch implements Watch {
    private static final Set<String> TOKENS = Set.of("_csrf", "org.springframework.security.web.csrf.CsrfToken");

    /** Fails where Spring Security is absent. */
    public SecurityWatch() {
        Objects.requireNonNull(SecurityContextHolder.class);
    }

    /** Spring Security leaves its token as an attribute of the request, which templates see as a variable. */
    @Override
    public @Nullable Object variable(String name, @Nullable Object value, IWebContext context, ReadListener reads) {
        if (value != null && TOKENS.contains(name)) {
            reads.read("_csrf", ReadListener.UNKNOWN);
        }
        return value;
    }

    @Override
    public Runnable begin(ReadListener reads, boolean detached) {
        // Deferred, as it was: a fragment that asks for nobody must not load a session.
        Supplier<SecurityContext> before = SecurityContextHolder.getDeferredContext();
        SecurityContextHolder.setDeferredContext(() -> new WatchedSecurityContext(before.get(), reads, detached));
        return () -> SecurityContextHolder.setDeferredContext(before);
    }
}
