package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.ReadListener;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.IWebContext;
import org.thymeleaf.web.IWebExchange;

/**
 * Sees what a fragment reads of its visitor beside Thymeleaf's own request: through a framework around it. Found by
 * {@link java.util.ServiceLoader}; one whose framework is absent fails to be made, and is left out. Thread-safe.
 */
public interface Watch {
    /**
     * What a fragment sees under the name of a variable: something that tells what is read of it, or the value itself.
     *
     * @param context around the fragment
     */
    default @Nullable Object variable(String name, @Nullable Object value, IWebContext context, ReadListener reads) {
        return value;
    }

    /**
     * Tells what the calling thread reads from now on.
     *
     * @param live the context of what is rendered
     * @param detached what is kept of the request of a fragment that is rendered without it; null where there is a request
     * @return ends that; run once, on the same thread
     */
    default Runnable begin(ReadListener reads, IEngineContext live, @Nullable Detached detached) {
        return () -> {};
    }

    /**
     * What a rendering without a request has in place of a variable that belongs to a request. Called on the thread of
     * that request.
     *
     * @return something of its own, which holds nothing of the visitor; null where it has nothing
     */
    default @Nullable Object detached(String name, Object value) {
        return null;
    }

    /** Whether every visitor's link is rewritten like this: static resources with a version in their name, for instance. */
    default boolean rewritesForAll(String url, String rewritten, IWebExchange exchange) {
        return false;
    }
}
