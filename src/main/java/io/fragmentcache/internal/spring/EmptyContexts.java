package io.fragmentcache.internal.spring;

import java.util.function.Supplier;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Spring Security has no question without an answer: whoever asks a thread that is not in its filter makes an empty
 * context, which that thread keeps for ever, with the class loader of the application.
 */
final class EmptyContexts {
    private static final String HOLDER =
            "org.springframework.security.core.context.ThreadLocalSecurityContextHolderStrategy";

    private EmptyContexts() {}

    /** Sets back what the thread had; takes away what it had only because it was asked. */
    static void restore(Supplier<SecurityContext> before) {
        // Others, such as those of a session, are not asked: that would load them.
        boolean isOfHolder = before.getClass().getName().startsWith(HOLDER);
        if (isOfHolder && before.get().getAuthentication() == null) {
            SecurityContextHolder.clearContext();
        } else {
            SecurityContextHolder.setDeferredContext(before);
        }
    }
}
