package io.fragmentcache.key;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The other names under which models of one class are touched. A reference that is not loaded knows only a superclass of
 * its entity, and a caller may name either; so an entry carries a tag for each name, and a touch stamps each.
 *
 * @param touched the names that a touch of the model stamps too: entities, and classes that tell an identity of their own
 * @param carried all of {@code touched}, and abstract classes, whose identities may be those of unrelated models
 */
record Lineage(List<String> touched, List<String> carried) {
    static final Lineage NONE = new Lineage(List.of(), List.of());

    private static final ClassValue<Lineage> OF_VERSIONED = new ClassValue<>() {
        @Override
        protected Lineage computeValue(Class<?> type) {
            return of(type, Versioned.class);
        }
    };

    private static final ClassValue<Lineage> OF_ENTITY = new ClassValue<>() {
        @Override
        protected Lineage computeValue(Class<?> type) {
            return of(type, Void.class);
        }
    };

    static Lineage ofVersioned(Class<?> type) {
        return OF_VERSIONED.get(type);
    }

    static Lineage ofEntity(Class<?> type) {
        return OF_ENTITY.get(type);
    }

    /** @param teller what tells the identity: classes above it share none */
    private static Lineage of(Class<?> type, Class<?> teller) {
        List<String> touched = new ArrayList<>();
        List<String> carried = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            boolean isEntity = Members.isEntity(each);
            if (isEntity || teller.isAssignableFrom(each)) {
                carried.add(each.getSimpleName());
                if (isEntity || !Modifier.isAbstract(each.getModifiers())) {
                    touched.add(each.getSimpleName());
                }
            }
        }
        touched.remove("");
        carried.remove("");
        return carried.isEmpty() ? NONE : new Lineage(List.copyOf(touched), List.copyOf(carried));
    }
}
