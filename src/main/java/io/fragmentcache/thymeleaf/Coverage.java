package io.fragmentcache.thymeleaf;

import io.fragmentcache.Doll;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;

/**
 * The facts of a request that a fragment's key holds, with their values: found by evaluating its key, version and vary
 * once more, and listening.
 *
 * @param values some may be null
 */
record Coverage(Map<String, @Nullable Object> values) {
    static final Coverage NOTHING = new Coverage(Map.of());

    static Coverage of(Definition definition, IEngineContext live, @Nullable Doll doll) {
        if (!Contexts.isWebContext(live)) {
            return NOTHING;
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        definition.evaluate(new WebCaptureContext(live, doll, null, values::put, template -> {}));
        return new Coverage(values);
    }

    boolean holds(String fact) {
        return values.containsKey(fact);
    }

    @Nullable Object value(String fact) {
        return values.get(fact);
    }
}
