package io.fragmentcache.internal.usage;

import io.fragmentcache.key.Locator;

/**
 * A fragment was asked for with another template digest than before: its templates were edited, or a new version of the
 * application was deployed.
 *
 * @param digest the new one
 * @param at when the first request asked with it, in microseconds since 1970
 */
public record TemplateChange(Locator locator, String digest, long at) {}
