package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.guard.Detached;
import io.fragmentcache.internal.guard.Watch;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.thymeleaf.context.IEngineContext;

/** Reports reads of the user by way of Spring Security: {@code sec:*}, {@code #authentication}, and beans. */
public final class SecurityWatch implements Watch {
    /**
     * What was put back on this thread last, in the wrapper that Spring Security made of it. Without this, each watch
     * would put back the wrapper of the one before, and a thread that no filter clears would end with a stack that is
     * too deep. Of classes of the JDK alone, and weak: it keeps no application and no visitor.
     */
    @Bound("one for each thread, and weak")
    private static final ThreadLocal<Map.Entry<WeakReference<Object>, WeakReference<Supplier<SecurityContext>>>>
            PUT_BACK = new ThreadLocal<>();

    /** Fails where Spring Security is absent. */
    public SecurityWatch() {
        Objects.requireNonNull(SecurityContextHolder.class);
    }

    @Override
    public Runnable begin(ReadListener reads, IEngineContext live, @Nullable Detached detached) {
        Supplier<SecurityContext> before = SecurityContextHolder.getDeferredContext();
        if (before != SecurityContextHolder.getDeferredContext()) {
            // A strategy that defers nothing: its suppliers give what is set when they are asked.
            SecurityContext context = SecurityContextHolder.getContext();
            SecurityContextHolder.setContext(new WatchedSecurityContext(context, reads, detached));
            return () -> SecurityContextHolder.setContext(context);
        }
        // Deferred, as it was: a fragment that does not ask who is logged in must not load a session.
        Supplier<SecurityContext> unwrapped = unwrapped(before);
        SecurityContextHolder.setDeferredContext(() -> new WatchedSecurityContext(before.get(), reads, detached));
        return () -> putBack(unwrapped);
    }

    private static Supplier<SecurityContext> unwrapped(Supplier<SecurityContext> deferred) {
        Map.Entry<WeakReference<Object>, WeakReference<Supplier<SecurityContext>>> last = PUT_BACK.get();
        if (last != null && last.getKey().refersTo(deferred)) {
            Supplier<SecurityContext> inside = last.getValue().get();
            if (inside != null) {
                return inside;
            }
        }
        return deferred;
    }

    private static void putBack(Supplier<SecurityContext> deferred) {
        if (EmptyContexts.clear(deferred)) {
            return;
        }
        SecurityContextHolder.setDeferredContext(deferred);
        // Only the holder keeps the wrapper, and the wrapper keeps what is inside.
        PUT_BACK.set(Map.entry(
                new WeakReference<>(SecurityContextHolder.getDeferredContext()), new WeakReference<>(deferred)));
    }
}
