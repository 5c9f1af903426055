package io.fragmentcache.spi;

import io.fragmentcache.key.Locator;

/**
 * A fragment was rendered and shown, and not stored.
 *
 * @param locator the fragment
 * @param reason why, for people
 */
public record NotStored(Locator locator, String reason) {}
