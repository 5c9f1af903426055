package io.fragmentcache.jpa;

import java.lang.reflect.Field;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * An entity as it was before a change, without a session. Code of the application returns the parents, and it reads an
 * entity, not a row.
 */
final class FormerState {
    private FormerState() {}

    /** Fields are set, setters are not called: a setter may add the entity to a collection of its parent. */
    static Object of(EntityPersister persister, Object id, Object[] state, SharedSessionContractImplementor session) {
        Object former = persister.instantiate(id, session);
        String[] names = persister.getPropertyNames();
        for (int i = 0; i < names.length; i++) {
            Field field = field(former.getClass(), names[i]);
            if (field != null && state[i] != LazyPropertyInitializer.UNFETCHED_PROPERTY) {
                set(field, former, state[i]);
            }
        }
        return former;
    }

    private static @Nullable Field field(Class<?> type, String name) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        return null;
    }

    private static void set(Field field, Object former, @Nullable Object value) {
        if (value == null && field.getType().isPrimitive()) {
            return;
        }
        try {
            field.setAccessible(true);
            field.set(former, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Setting " + field, e);
        }
    }
}
