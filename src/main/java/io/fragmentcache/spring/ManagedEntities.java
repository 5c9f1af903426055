package io.fragmentcache.spring;

import jakarta.persistence.EntityManager;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds entities of an open session in a variable: the variable itself, members of collections, maps, arrays and pages, and
 * components of records. What is inside beans that are not entities is not seen. Loads nothing. Thread-safe.
 */
final class ManagedEntities {
    private static final int MOST_MEMBERS = 1_000;

    private final Map<Class<?>, Boolean> entities = new ConcurrentHashMap<>();

    boolean isManaged(Object value, EntityManager session) {
        return session.isOpen() && new Search(session).finds(value);
    }

    private final class Search {
        private final EntityManager session;
        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        Search(EntityManager session) {
            this.session = session;
        }

        boolean finds(@Nullable Object value) {
            if (value == null || seen.size() > MOST_MEMBERS || isPlain(value) || !seen.add(value)) {
                return false;
            }
            if (isEntity(value.getClass())) {
                return session.contains(value);
            }
            if (value instanceof Iterable<?> || value instanceof Map<?, ?>) {
                // A collection that was not loaded yet would be loaded through the session.
                return !isLoaded(value) || members(value).anyMatch(this::finds);
            }
            return members(value).anyMatch(this::finds);
        }

        private boolean isLoaded(Object value) {
            return session.getEntityManagerFactory().getPersistenceUnitUtil().isLoaded(value);
        }

        private boolean isEntity(Class<?> type) {
            return entities.computeIfAbsent(
                    type,
                    key -> session.getMetamodel().getEntities().stream()
                            .anyMatch(entity -> entity.getJavaType() != null
                                    && entity.getJavaType().isAssignableFrom(key)));
        }
    }

    private static boolean isPlain(Object value) {
        return value instanceof CharSequence || value instanceof Number || value instanceof Enum<?>;
    }

    private static Stream<?> members(Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream();
        }
        if (value instanceof Map<?, ?> map) {
            return Stream.concat(map.keySet().stream(), map.values().stream());
        }
        if (value instanceof Iterable<?> iterable) {
            return java.util.stream.StreamSupport.stream(iterable.spliterator(), false);
        }
        if (value instanceof Optional<?> optional) {
            return optional.stream();
        }
        if (value instanceof Object[] array) {
            return Stream.of(array);
        }
        return value instanceof Record record ? components(record) : Stream.empty();
    }

    private static Stream<?> components(Record record) {
        return Stream.of(record.getClass().getRecordComponents()).map(component -> read(record, component));
    }

    private static @Nullable Object read(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException | RuntimeException notOpen) {
            // A record of a module that is closed holds nothing that templates could read either.
            return null;
        }
    }
}
