package io.fragmentcache.key;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A member that refers to parents.
 *
 * @param property its name as a property
 * @param target the type of what it refers to; null where the declaration does not tell
 */
record Association(
        String property, MethodHandle reader, @Nullable Class<?> target) {}
