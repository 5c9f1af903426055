package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.engine.RenderingEnds;
import io.fragmentcache.internal.guard.Detached;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;

/** Reports each question for who is logged in. Never kept in a session: it is there while one fragment is rendered. */
final class WatchedSecurityContext implements SecurityContext {
    private static final long serialVersionUID = 1;

    private final transient SecurityContext context;
    private final transient ReadListener reads;
    private final transient @Nullable Detached detached;

    WatchedSecurityContext(SecurityContext context, ReadListener reads, @Nullable Detached detached) {
        this.context = context;
        this.reads = reads;
        this.detached = detached;
    }

    /** The context that reports nothing. */
    static SecurityContext raw(SecurityContext context) {
        return context instanceof WatchedSecurityContext watched ? raw(watched.context) : context;
    }

    @Override
    public @Nullable Authentication getAuthentication() {
        Authentication authentication = context.getAuthentication();
        if (detached != null && authentication == null) {
            authentication = (Authentication) detached.given(FactNames.AUTHENTICATION);
            if (authentication == null) {
                reads.notGiven(FactNames.AUTHENTICATION);
                throw new RenderingEnds(FactNames.AUTHENTICATION);
            }
        }
        reads.read(FactNames.AUTHENTICATION, authentication);
        return authentication;
    }

    @Override
    public void setAuthentication(@Nullable Authentication authentication) {
        context.setAuthentication(authentication);
    }
}
