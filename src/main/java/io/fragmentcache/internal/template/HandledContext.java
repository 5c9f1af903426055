package io.fragmentcache.internal.template;

import org.thymeleaf.IEngineConfiguration;

/**
 * A context that gives expressions another configuration than the engine's, and is told when the engine's handlers begin
 * to keep what it gives.
 */
public interface HandledContext {
    /** From now on, until the first tag or text, it gives the engine's own configuration. */
    void handled();

    /** The engine's own configuration. */
    IEngineConfiguration engine();
}
