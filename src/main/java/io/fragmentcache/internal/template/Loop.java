package io.fragmentcache.internal.template;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;

/**
 * A loop as Thymeleaf runs it: over the members of a collection or an array, or the entries of a map, with a variable for
 * the item and one for the status.
 *
 * @param items some may be null
 * @param size what the status tells; null of what does not know its size before its end
 */
public record Loop(
        String item,
        String status,
        List<@Nullable Object> items,
        @Nullable Integer size) {
    public static final String STATUS = "Stat";

    /** Null over what can be run over once only, or is a single object: that is left to the engine. */
    public static @Nullable Loop over(@Nullable Object value, String item, @Nullable String status) {
        String named = status == null || status.isBlank() ? item + STATUS : status;
        if (value instanceof Collection<?> members) {
            return new Loop(item, named, new ArrayList<>(members), members.size());
        }
        if (value instanceof Map<?, ?> map) {
            return new Loop(item, named, new ArrayList<>(map.entrySet()), map.size());
        }
        if (value != null && value.getClass().isArray()) {
            List<@Nullable Object> items = new ArrayList<>(Array.getLength(value));
            for (int i = 0; i < Array.getLength(value); i++) {
                items.add(Array.get(value, i));
            }
            return new Loop(item, named, items, items.size());
        }
        if (value instanceof Iterable<?> iterable) {
            List<@Nullable Object> items = new ArrayList<>();
            iterable.forEach(items::add);
            return new Loop(item, named, items, null);
        }
        return null;
    }

    /** For the engine to run over: an iterable may not like to be asked for its members twice. */
    public Object again(Object value) {
        return size == null ? items.iterator() : value;
    }

    /** Sets the variables of one row in the level that is open, over those of the row before. */
    public void enter(int row, IEngineContext live) {
        Object current = items.get(row);
        live.setVariable(item, current);
        live.setVariable(status, new FrozenStatus(row, size, current));
    }
}
