package io.fragmentcache.spi;

import org.jspecify.annotations.Nullable;

/** Receives the end of one render, on the thread that rendered. See {@link Listener#renderStarted}. */
@FunctionalInterface
public interface RenderEnd {
    /** Receives nothing. */
    RenderEnd NONE = (stored, failure) -> {};

    /**
     * Receives the end.
     *
     * @param stored whether the store took what was rendered
     * @param failure what the body threw; null if it did not fail
     */
    void ended(boolean stored, @Nullable Throwable failure);
}
