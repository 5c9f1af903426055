package io.fragmentcache.key;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An identity of several parts, as {@code @EmbeddedId} and {@code @IdClass} have: a record, or a class with fields. Its parts
 * stand in the order of their names, so that it is spelled alike whether the entity, the identity's own class or a list of
 * the {@code @Id} fields tells it.
 */
final class CompositeId {
    private static final Set<String> EMBEDDABLE = Set.of("jakarta.persistence.Embeddable");

    private static final ClassValue<Optional<List<MethodHandle>>> PARTS = new ClassValue<>() {
        @Override
        protected Optional<List<MethodHandle>> computeValue(Class<?> type) {
            return isComposite(type) ? Optional.of(readers(type)) : Optional.empty();
        }
    };

    private CompositeId() {}

    /** The parts, each plain or a list of parts; null where the value is not composite, or a part of it is null. */
    static @Nullable List<Object> parts(Object value) {
        if (value instanceof List<?> parts) {
            return flat(parts);
        }
        List<MethodHandle> readers = PARTS.get(value.getClass()).orElse(null);
        if (readers == null) {
            return null;
        }
        List<@Nullable Object> parts = new ArrayList<>(readers.size());
        readers.forEach(reader -> parts.add(Members.read(reader, value)));
        return flat(parts);
    }

    private static @Nullable List<Object> flat(Collection<? extends @Nullable Object> parts) {
        List<Object> flat = new ArrayList<>(parts.size());
        for (Object part : parts) {
            if (part == null) {
                return null;
            }
            List<Object> inner = PlainValues.is(part) ? null : parts(part);
            flat.add(inner == null ? part : inner);
        }
        return flat;
    }

    private static boolean isComposite(Class<?> type) {
        if (type.isRecord() || Members.carries(type, EMBEDDABLE)) {
            return true;
        }
        // A class for @IdClass has no annotation; what it must have is an equality of its own.
        boolean isLibrary = type.getName().startsWith("java.") || type.isArray() || type.isEnum();
        return !isLibrary
                && Members.isOverridden(type, Object.class, "hashCode")
                && !readers(type).isEmpty();
    }

    /** Fields that compilers and Hibernate's enhancer add. */
    private static boolean isOfBytecode(Field field) {
        return field.isSynthetic() || field.getName().startsWith("$$_");
    }

    private static List<MethodHandle> readers(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !isOfBytecode(field)) {
                    fields.add(field);
                }
            }
        }
        return fields.stream()
                .sorted(Comparator.comparing(Field::getName))
                .map(Members::handle)
                .toList();
    }
}
