package io.fragmentcache.store;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that objects take in the heap of a JVM with compressed references, added up by their fields. What is shared
 * by all entries counts for none.
 */
final class HeapBytes {
    private static final int HEADER = 12;
    private static final int HEADER_OF_AN_ARRAY = 16;
    private static final int REFERENCE = 4;
    private static final Map<Class<?>, Integer> WIDTHS = Map.of(
            long.class,
            8,
            double.class,
            8,
            int.class,
            4,
            float.class,
            4,
            char.class,
            2,
            short.class,
            2,
            byte.class,
            1,
            boolean.class,
            1);

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    HeapBytes(Object... shared) {
        Collections.addAll(seen, shared);
    }

    long of(@Nullable Object object) {
        if (object == null || object instanceof Enum<?> || !seen.add(object)) {
            return 0;
        }
        if (object instanceof String text) {
            boolean wide = text.chars().anyMatch(c -> c > 0xFF);
            return 24 + aligned(HEADER_OF_AN_ARRAY + (wide ? 2L : 1L) * text.length());
        }
        if (object instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? 0
                    : 24 + aligned(HEADER_OF_AN_ARRAY + 16L * map.size()) + of(map.keySet()) + of(map.values());
        }
        if (object instanceof Collection<?> members) {
            long bytes = members.isEmpty() ? 0 : 24 + aligned(HEADER_OF_AN_ARRAY + 4L * members.size());
            for (Object member : members) {
                bytes += of(member);
            }
            return bytes;
        }
        if (object instanceof Number) {
            return 24;
        }
        return object.getClass().isArray() ? array(object) : fields(object);
    }

    private long array(Object array) {
        int length = Array.getLength(array);
        Class<?> type = array.getClass().getComponentType();
        long bytes = aligned(HEADER_OF_AN_ARRAY + (long) length * WIDTHS.getOrDefault(type, REFERENCE));
        for (int i = 0; !type.isPrimitive() && i < length; i++) {
            bytes += of(Array.get(array, i));
        }
        return bytes;
    }

    private long fields(Object object) {
        long own = HEADER;
        long inside = 0;
        for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    own += WIDTHS.getOrDefault(field.getType(), REFERENCE);
                    inside += field.getType().isPrimitive() ? 0 : of(value(field, object));
                }
            }
        }
        return aligned(own) + inside;
    }

    private static @Nullable Object value(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field.toString(), e);
        }
    }

    private static long aligned(long bytes) {
        return (bytes + 7) / 8 * 8;
    }
}
