package io.fragmentcache.key;

import io.fragmentcache.problem.Problem;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Identity and version of a Jakarta Persistence entity, from the fields or getters that carry {@code @Id} (or
 * {@code @EmbeddedId}) and {@code @Version}. The annotations are found by name, so that the API need not be on the class
 * path.
 */
final class Entities {
    private static final Set<String> ENTITY = Set.of("jakarta.persistence.Entity");
    private static final Set<String> ID = Set.of("jakarta.persistence.Id", "jakarta.persistence.EmbeddedId");
    private static final Set<String> VERSION = Set.of("jakarta.persistence.Version");

    /** One entity type. */
    record Entity(String type, MethodHandle id, @Nullable MethodHandle version) {
        Versions.Model read(Object model) {
            if (version == null) {
                throw Problem.entityWithoutVersion(model.getClass().getName());
            }
            Object identity = call(id, model);
            return Versions.checked(type, isUnset(identity) ? null : identity, call(version, model));
        }

        /** A primitive identity cannot be null: zero says that the entity was not saved. */
        private boolean isUnset(@Nullable Object identity) {
            return id.type().returnType().isPrimitive() && identity instanceof Number n && n.longValue() == 0;
        }
    }

    private static final ClassValue<Optional<Entity>> KNOWN = new ClassValue<>() {
        @Override
        protected Optional<Entity> computeValue(Class<?> type) {
            return inspect(type);
        }
    };

    private Entities() {}

    static Optional<Entity> of(Class<?> type) {
        return KNOWN.get(type);
    }

    private static Optional<Entity> inspect(Class<?> type) {
        Class<?> entity = type;
        while (entity != null && !carries(entity, ENTITY)) {
            entity = entity.getSuperclass();
        }
        if (entity == null) {
            return Optional.empty();
        }
        Map<String, AccessibleObject> ids = members(type, ID);
        if (ids.size() > 1) {
            throw Problem.severalIds(entity.getName());
        }
        MethodHandle id = first(ids);
        return id == null
                ? Optional.empty()
                : Optional.of(new Entity(entity.getSimpleName(), id, first(members(type, VERSION))));
    }

    private static @Nullable MethodHandle first(Map<String, AccessibleObject> members) {
        return members.isEmpty() ? null : handle(members.values().iterator().next());
    }

    /** By name, so that a getter that a subclass overrides counts once. */
    private static Map<String, AccessibleObject> members(Class<?> type, Set<String> annotations) {
        Map<String, AccessibleObject> found = new LinkedHashMap<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (carries(field, annotations)) {
                    found.putIfAbsent(field.getName(), field);
                }
            }
            for (Method method : c.getDeclaredMethods()) {
                if (method.getParameterCount() == 0 && carries(method, annotations)) {
                    found.putIfAbsent(method.getName(), method);
                }
            }
        }
        return found;
    }

    private static boolean carries(AnnotatedElement element, Set<String> names) {
        for (Annotation annotation : element.getAnnotations()) {
            if (names.contains(annotation.annotationType().getName())) {
                return true;
            }
        }
        return false;
    }

    private static MethodHandle handle(AccessibleObject member) {
        try {
            member.setAccessible(true);
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return member instanceof Field field ? lookup.unreflectGetter(field) : lookup.unreflect((Method) member);
        } catch (IllegalAccessException | RuntimeException e) {
            throw Problem.notReadable(member.toString(), e);
        }
    }

    private static @Nullable Object call(MethodHandle handle, Object model) {
        try {
            return handle.invoke(model);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "Reading identity or version of " + model.getClass().getName(), e);
        }
    }
}
