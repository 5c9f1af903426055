package io.fragmentcache.spi;

import io.fragmentcache.key.Locator;
import java.time.Duration;

/**
 * A hole was rendered for one request.
 *
 * @param locator the outermost fragment whose HTML has the hole
 * @param duration how long it took
 */
public record HoleRendered(Locator locator, Duration duration) {}
