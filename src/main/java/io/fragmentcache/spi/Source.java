package io.fragmentcache.spi;

import java.util.Map;

/**
 * Loads the variables of a fragment without a request: for a regeneration with fresh data, for a render right after a
 * touch, and for a warm-up when the application starts. Thread-safe.
 */
@FunctionalInterface
public interface Source {
    /**
     * Returns all variables that the fragment reads, including those of loops around it and of its own tag.
     *
     * @param identity what its {@code cache:key} holds: the identity of the model, or the plain value; of a key with
     *     several values the list of these
     * @return a map that the cache does not change; if this method throws, the fragment is not regenerated
     */
    Map<String, Object> variables(Object identity);
}
