package io.fragmentcache.spi;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;

/**
 * Rendering a fragment failed. Visitors see the old HTML if there is any, or else the page's own error.
 *
 * @param locator the fragment
 * @param key the key that was rendered
 * @param cause what the body threw
 */
public record RenderFailed(Locator locator, Key key, Throwable cause) {}
