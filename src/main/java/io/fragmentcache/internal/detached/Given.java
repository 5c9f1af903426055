package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.Asked;
import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.RenderingEnds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a request that a rendering is given which comes when the request is gone: those of its look-up. Asking for
 * others ends the rendering.
 *
 * @param values by name; some may be null
 * @param reads who hears what is read
 */
public record Given(Map<String, @Nullable Object> values, List<ReadListener> reads) {
    public static final Given NOTHING = new Given(Map.of(), List.of());

    public static Given of(Map<String, @Nullable Object> values) {
        return new Given(values, List.of());
    }

    /** The facts of this look-up. */
    public static Given of(Fragment fragment) {
        Map<String, @Nullable Object> values = new HashMap<>();
        if (fragment.growth() instanceof Asked asked) {
            values.putAll(asked.varied().read());
        }
        fragment.facts().forEach((name, value) -> {
            if (!FactNames.isOfTags(name) && (value.isAbsent() || value.raw() != null)) {
                values.put(name, value.raw());
            }
        });
        KnownPaths.in(fragment.facts()).forEach(values::putIfAbsent);
        return new Given(values, List.of());
    }

    Given watchedBy(ReadListener more) {
        return new Given(values, Stream.concat(reads.stream(), Stream.of(more)).toList());
    }

    /** Whether this fact is among them. */
    boolean holds(String fact) {
        return values.containsKey(fact);
    }

    /** The value of a fact that is read. */
    @Nullable Object value(String fact) {
        String name = fact;
        if (!values.containsKey(name)) {
            reads.forEach(each -> each.notGiven(fact));
            throw new RenderingEnds(fact);
        }
        Object value = values.get(name);
        if (value instanceof KnownPaths object) {
            return object.toldTo(reads);
        }
        reads.forEach(each -> each.read(fact, value));
        return value;
    }

    String @Nullable [] texts(String fact) {
        Object value = value(fact);
        return value == null ? null : value instanceof String[] all ? all : new String[] {value.toString()};
    }

    @Nullable String text(String fact) {
        Object value = value(fact);
        return value == null ? null : value.toString();
    }

    /** Ends the rendering: so many facts are asked for at once that their names are not known. */
    RuntimeException end(String what) {
        reads.forEach(each -> each.read(what, ReadListener.UNKNOWN));
        return new RenderingEnds(what);
    }

    void attribute(String name, @Nullable Object value) {
        reads.forEach(each -> each.attribute(name, value));
    }
}
