package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.FactReader;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.engine.RenderingEnds;
import io.fragmentcache.key.FactValue;
import io.fragmentcache.key.Facts;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an object of a session of which a key holds some paths: {@code session.user}, of which {@code
 * session.user.plan} is known and nothing else. To read more ends the rendering.
 */
final class KnownPaths extends AbstractMap<String, Object> implements FactReader.Partial {
    private final String path;
    private final Map<String, @Nullable Object> values;
    private final List<ReadListener> reads;

    /**
     * @param path where it stands
     * @param values by whole paths
     */
    private KnownPaths(String path, Map<String, @Nullable Object> values, List<ReadListener> reads) {
        this.path = path;
        this.values = values;
        this.reads = reads;
    }

    /** The objects of a session that are known by paths, by the names of their facts. */
    static Map<String, KnownPaths> in(Facts facts) {
        Map<String, KnownPaths> known = new HashMap<>();
        Set<String> asked = new HashSet<>();
        facts.forEach((name, value) -> {
            String root = FactNames.rootOf(name);
            if (FactNames.isPath(name) && !FactNames.isOfTags(name) && value != FactValue.WHOLE) {
                KnownPaths object = known.computeIfAbsent(root, any -> new KnownPaths(any, new HashMap<>(), List.of()));
                String path = FactNames.pathOf(name).replace("?.", ".");
                if (path.contains("(") || (path + '.').contains(".class.")) {
                    asked.add(root);
                } else if (name.startsWith(FactNames.VALUE) && (value.isAbsent() || value.raw() != null)) {
                    object.values.put(path, value.raw());
                }
            }
        });
        // Methods cannot be asked of this, and its class is another one.
        known.keySet().removeAll(asked);
        return known;
    }

    KnownPaths toldTo(List<ReadListener> listeners) {
        return new KnownPaths(path, values, listeners);
    }

    @Override
    public @Nullable Object get(@Nullable Object member) {
        String whole = path + '.' + member;
        if (values.containsKey(whole)) {
            Object value = values.get(whole);
            reads.forEach(each -> each.read(FactNames.VALUE + whole, value));
            return value;
        }
        if (values.keySet().stream().anyMatch(each -> each.startsWith(whole + '.'))) {
            return new KnownPaths(whole, values, reads);
        }
        throw end(FactNames.VALUE + whole);
    }

    @Override
    public boolean containsKey(@Nullable Object member) {
        return true;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        throw end(path);
    }

    private RuntimeException end(String fact) {
        reads.forEach(each -> each.notGiven(fact));
        return new RenderingEnds(fact);
    }

    @Override
    public String toString() {
        throw end(path);
    }
}
