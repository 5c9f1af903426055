package io.fragmentcache.spi;

import io.fragmentcache.key.Locator;
import org.jspecify.annotations.Nullable;

/**
 * A fragment begins to be rendered, on the calling thread.
 *
 * @param locator the fragment
 * @param inBackground whether no visitor waits for it: a regeneration or a warm-up
 * @param parent the fragment around this one that is being rendered; null for an outermost fragment
 */
public record RenderStarted(
        Locator locator, boolean inBackground, @Nullable Locator parent) {}
