package io.fragmentcache.spi;

import java.util.Map;

/**
 * Where the variables of a fragment come from when no request is there: it is regenerated with fresh data, when a model
 * is touched before anyone asks, and when the application starts. Thread-safe.
 */
@FunctionalInterface
public interface Source {
    /**
     * Returns all variables that the fragment reads, including those of loops around it and of its own tag.
     *
     * @param identity what its {@code cache:key} holds: the identity of the model, or the plain value; of a key with
     *     several values the list of these
     */
    Map<String, Object> variables(Object identity);
}
