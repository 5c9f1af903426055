package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.OpenValues;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.engine.RenderingEnds;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variable {@code session} or {@code param}, telling what is read of it. */
final class WatchedMap extends AbstractMap<String, Object> implements OpenValues.Telling {
    /** Hears which member is read. */
    interface Reader {
        /** @param by evaluates the expression that reads it; null where another does */
        void member(String kind, String name, @Nullable Object value, @Nullable Evaluation by);
    }

    private final String kind;
    private final Map<String, Object> map;
    private final ReadListener reads;
    private final Reader reader;
    private final @Nullable Evaluation by;
    private final long turn;

    /** @param by evaluates the expression that asked for this; null where another did */
    WatchedMap(String kind, Map<String, Object> map, ReadListener reads, Reader reader, @Nullable Evaluation by) {
        this.kind = kind;
        this.map = map;
        this.reads = reads;
        this.reader = reader;
        this.by = by;
        this.turn = by == null ? 0 : by.turn();
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        Object value;
        try {
            value = map.get(name);
        } catch (RenderingEnds notGiven) {
            reads.notGiven(ReadListener.fact(kind, String.valueOf(name)));
            throw notGiven;
        }
        reader.member(kind, String.valueOf(name), plain(value), asker());
        return value;
    }

    /** The expression that asked for this map; null when it is over, and another has the map under a name of its own. */
    private @Nullable Evaluation asker() {
        return by != null && by.turn() == turn ? by : null;
    }

    /** A parameter is told as the request tells it: all its values. */
    private @Nullable Object plain(@Nullable Object value) {
        return kind.equals(ReadListener.PARAMETER) && value instanceof Collection<?> values
                ? values.toArray(String[]::new)
                : value;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        // The engine's own maps answer true for every name: only the value tells whether there is one.
        boolean contains = map.containsKey(name);
        get(name);
        return contains;
    }

    @Override
    public int size() {
        return all().size();
    }

    @Override
    public boolean isEmpty() {
        return all().isEmpty();
    }

    /** Without this one it would ask {@link #containsKey}, which says yes to every name. */
    @Override
    public Set<String> keySet() {
        return all().keySet();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return all().entrySet();
    }

    private Map<String, Object> all() {
        reads.read(ReadListener.fact(kind, ReadListener.ALL), ReadListener.UNKNOWN);
        return map;
    }
}
