package io.fragmentcache.internal.usage;

import java.util.Map;

/**
 * What a touch would outdate, of the entries that are known.
 *
 * @param entries how many
 * @param cost microseconds that rendering them took
 * @param fragments how many entries of each fragment
 */
public record Reach(long entries, long cost, Map<String, Integer> fragments) {}
