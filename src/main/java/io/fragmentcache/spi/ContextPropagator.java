package io.fragmentcache.spi;

import java.util.function.UnaryOperator;

/**
 * Propagates the context of a request's thread, such as a tenant or a trace, to a regeneration in the background. The
 * language of the page and SLF4J's MDC are propagated without it.
 *
 * <pre>{@code
 * .propagate(() -> {
 *     String tenant = Tenant.current();                                  // on the request's thread
 *     return job -> () -> Tenant.runAs(tenant, job);                     // on the thread that regenerates
 * })
 * }</pre>
 *
 * <p>Never propagate the identity of the visitor. Regenerated HTML is shown to all, so a fragment that needs a security
 * context must fail there. Thread-safe. If it throws, the exception is logged, the regeneration is left out, and the page
 * is served.
 */
@FunctionalInterface
public interface ContextPropagator {
    /**
     * Captures the context. Called on the thread of the request that finds a stale fragment.
     *
     * @return called on the thread that regenerates: surrounds the job with what was captured, and takes it away again
     */
    UnaryOperator<Runnable> capture();

    /**
     * Returns whether this variable belongs to the calling thread and must not be read by another one: an entity of a
     * session that is open. A fragment that reads such a variable is not regenerated in the background; the next request
     * renders it. Called when a fragment is stale, on the thread of that request. Defaults to false.
     *
     * @param value of a template variable; this method must not load or change it
     */
    default boolean confines(Object value) {
        return false;
    }
}
