package io.fragmentcache.internal.template;

import io.fragmentcache.store.Hole;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What a hole keeps of its arguments: plain values that cannot be changed, and the names of those that were null. */
public final class HoleArguments {
    /** Names of arguments that were null, with commas; no name of an argument has colons. */
    private static final String NULLS = "cache::null";

    private HoleArguments() {}

    /** For an entry. */
    public static Map<String, Object> kept(Map<String, @Nullable Object> evaluated) {
        Map<String, Object> kept = new LinkedHashMap<>();
        StringJoiner nulls = new StringJoiner(",");
        evaluated.forEach((name, value) -> {
            if (value == null) {
                nulls.add(name);
            } else {
                kept.put(name, own(value));
            }
        });
        if (nulls.length() > 0) {
            kept.put(NULLS, nulls.toString());
        }
        return kept;
    }

    /** For a rendering. What was null hides a variable of the page. */
    public static Map<String, Object> of(Hole hole) {
        if (hole.arguments().isEmpty()) {
            return Map.of();
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        hole.arguments().forEach((name, value) -> {
            if (!name.equals(NULLS)) {
                arguments.put(name, own(value));
            }
        });
        if (hole.arguments().get(NULLS) instanceof String nulls) {
            for (String name : nulls.split(",")) {
                arguments.put(name, null);
            }
        }
        return arguments;
    }

    /** The only plain value that can be changed. */
    private static Object own(Object value) {
        return value instanceof Date date ? date.clone() : value;
    }
}
