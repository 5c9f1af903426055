package io.fragmentcache.thymeleaf;

import io.fragmentcache.Doll;
import io.fragmentcache.key.Versions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;

/**
 * The facts of a request that a fragment's key holds, with their values: found by evaluating the parts of the key once
 * more, and listening.
 *
 * <p>A part that reads a fact and gives something else, such as {@code ${session.user != null}}, does not hold it: all who
 * are logged in would share a text that may show the name of one.
 *
 * @param values some may be null
 */
record Coverage(Map<String, @Nullable Object> values) {
    static final Coverage NOTHING = new Coverage(Map.of());

    static Coverage of(Definition definition, IEngineContext live, @Nullable Doll doll) {
        if (!Contexts.isWebContext(live)) {
            return NOTHING;
        }
        Versions versions = definition.settings().versions();
        Map<String, @Nullable Object> read = new HashMap<>();
        Map<String, @Nullable Object> held = new HashMap<>();
        Reads reads = read::put;
        IEngineContext listening = new WebCaptureContext(live, doll, null, reads);
        Watches.during(
                reads,
                live,
                () -> definition.eachPartOfKey(listening, part -> {
                    read.forEach((fact, value) -> {
                        if (tells(part, value, versions)) {
                            held.put(fact, value);
                        }
                    });
                    read.clear();
                }));
        return new Coverage(held);
    }

    /** Whether a part of the key tells this value apart from all others: it is the value, holds it, or names it. */
    private static boolean tells(@Nullable Object part, @Nullable Object fact, Versions versions) {
        if (fact == null) {
            return true;
        }
        if (fact == Reads.UNKNOWN || part == null) {
            return false;
        }
        Object value = fact instanceof List<?> list && list.size() == 1 ? list.get(0) : fact;
        return part.equals(fact)
                || part.equals(value)
                || (part instanceof Collection<?> members && members.contains(value))
                || versions.identityOf(fact).filter(part::equals).isPresent();
    }

    boolean holds(String fact) {
        return values.containsKey(fact);
    }

    @Nullable Object value(String fact) {
        return values.get(fact);
    }
}
