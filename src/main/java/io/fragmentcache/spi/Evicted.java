package io.fragmentcache.spi;

import io.fragmentcache.key.Key;

/**
 * A store in memory dropped an entry to make room.
 *
 * @param key the key of the entry
 */
public record Evicted(Key key) {}
