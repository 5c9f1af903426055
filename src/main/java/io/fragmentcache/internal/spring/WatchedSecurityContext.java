package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;

/** Tells that somebody asks who is logged in. Never kept in a session: it is there while one fragment is rendered. */
final class WatchedSecurityContext implements SecurityContext {
    private static final long serialVersionUID = 1;

    private final transient SecurityContext context;
    private final transient ReadListener reads;
    private final transient boolean detached;

    WatchedSecurityContext(SecurityContext context, ReadListener reads, boolean detached) {
        this.context = context;
        this.reads = reads;
        this.detached = detached;
    }

    @Override
    public @Nullable Authentication getAuthentication() {
        Authentication authentication = context.getAuthentication();
        if (detached && authentication == null) {
            // Behind the readers nobody is logged in, unless the application carried somebody along.
            throw Problem.detached("who is logged in");
        }
        reads.read(ReadListener.PRINCIPAL, authentication == null ? null : authentication.getName());
        return authentication;
    }

    @Override
    public void setAuthentication(@Nullable Authentication authentication) {
        context.setAuthentication(authentication);
    }
}
