package io.fragmentcache.internal.background;

/** What a regeneration does. */
@FunctionalInterface
public interface Work {
    /** Returns false if it could not be done now. */
    boolean run();
}
