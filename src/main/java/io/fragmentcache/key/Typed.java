package io.fragmentcache.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a key for an object of a framework.
 *
 * @param type keeps it apart from objects of other types with the same parts
 */
public record Typed(String type, List<? extends @Nullable Object> parts) {}
