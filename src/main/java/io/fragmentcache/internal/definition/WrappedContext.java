package io.fragmentcache.internal.definition;

import org.thymeleaf.context.IEngineContext;

/** A context around the engine's own, which tells what is read of it. */
public interface WrappedContext {
    /** Returns the engine's own context: what is read of it is not reported. */
    IEngineContext innermost();
}
