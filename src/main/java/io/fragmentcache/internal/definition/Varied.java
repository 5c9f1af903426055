package io.fragmentcache.internal.definition;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the functions of {@code cache:vary} read at one look-up, and what they gave. For one thread until it is handed on.
 *
 * @param read the facts by name
 * @param given the values by the name of the function
 */
public record Varied(Map<String, @Nullable Object> read, Map<String, @Nullable Object> given) {
    public static final Varied NOTHING = new Varied(Map.of(), Map.of());

    static Varied empty() {
        return new Varied(new HashMap<>(), new HashMap<>());
    }
}
