package io.fragmentcache.internal.spring;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Spring Security has no question without an answer: a question on a thread that is not in its filter makes an empty
 * context, which that thread keeps until it ends, with the class loader of the application.
 */
final class EmptyContexts {
    private static final String HOLDER =
            "org.springframework.security.core.context.ThreadLocalSecurityContextHolderStrategy";

    /** Of what a thread is given that was never told anything; null where that cannot be told. */
    private static final @Nullable Class<?> GIVEN = given();

    private EmptyContexts() {}

    private static @Nullable Class<?> given() {
        Untold untold = new Untold();
        Thread thread = new Thread(untold);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        Class<?> found = untold.given;
        return found != null && found.getName().startsWith(HOLDER) ? found : null;
    }

    /** A class of its own: a lambda of this one would wait for it to be initialized. */
    private static final class Untold implements Runnable {
        private volatile @Nullable Class<?> given;

        @Override
        public void run() {
            given = SecurityContextHolder.getDeferredContext().getClass();
            SecurityContextHolder.clearContext();
        }
    }

    /**
     * Takes a context away that the thread has only because it was asked.
     *
     * @return whether it was one
     */
    static boolean clear(Supplier<SecurityContext> deferred) {
        // Others, such as those of a session, are not asked: that would load them.
        boolean isEmpty = deferred.getClass() == GIVEN && deferred.get().getAuthentication() == null;
        if (isEmpty) {
            SecurityContextHolder.clearContext();
        }
        return isEmpty;
    }
}
