package io.fragmentcache.spi;

import java.util.function.UnaryOperator;

/**
 * Takes what a thread knows beside its variables, such as a tenant or a trace, along to a regeneration behind it. The
 * language of the page and SLF4J's MDC go along by themselves.
 *
 * <pre>{@code
 * .propagate(() -> {
 *     String tenant = Tenant.current();                                  // on the request's thread
 *     return job -> () -> Tenant.runAs(tenant, job);                     // on the thread that regenerates
 * })
 * }</pre>
 *
 * <p>Never carry who the visitor is: what is regenerated is shown to all, so a fragment that needs a security context must
 * fail there. Thread-safe. What it throws is logged; the regeneration is then left out, and the page goes on.
 */
@FunctionalInterface
public interface ContextPropagator {
    /**
     * Captures the context, on the thread that asks for a regeneration.
     *
     * @return called on the thread that regenerates: surrounds the job with what was captured, and takes it away again
     */
    UnaryOperator<Runnable> capture();

    /**
     * Returns whether this variable belongs to the calling thread and must not be read by another one: an entity of a
     * session that is open. A fragment that reads such a variable is not regenerated in the background; its next reader
     * renders it. Called when a fragment is stale, on the thread that asks for its regeneration. Defaults to false.
     */
    default boolean confines(Object value) {
        return false;
    }
}
