package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.guard.Detached;
import io.fragmentcache.internal.guard.Watch;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.thymeleaf.context.IEngineContext;

/** Sees who asks Spring Security for the one who is logged in: {@code sec:*}, {@code #authentication}, and beans. */
public final class SecurityWatch implements Watch {
    /** Fails where Spring Security is absent. */
    public SecurityWatch() {
        Objects.requireNonNull(SecurityContextHolder.class);
    }

    @Override
    public Runnable begin(ReadListener reads, IEngineContext live, @Nullable Detached detached) {
        // Deferred, as it was: a fragment that asks for nobody must not load a session.
        Supplier<SecurityContext> before = SecurityContextHolder.getDeferredContext();
        SecurityContextHolder.setDeferredContext(() -> new WatchedSecurityContext(before.get(), reads, detached));
        return () -> EmptyContexts.restore(before);
    }
}
