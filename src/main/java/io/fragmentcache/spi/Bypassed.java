package io.fragmentcache.spi;

import io.fragmentcache.key.Locator;

/**
 * A fragment was rendered as if there were no cache, without a look-up: its {@code cache:if} was false, or the request
 * bypasses the cache.
 *
 * @param locator the fragment
 * @param reason why, for people
 */
public record Bypassed(Locator locator, String reason) {}
