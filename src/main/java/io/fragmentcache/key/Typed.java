package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a key for an object of a framework.
 *
 * @param type keeps it apart from objects of other types with the same parts
 */
@Internal
public record Typed(String type, List<? extends @Nullable Object> parts) {}
