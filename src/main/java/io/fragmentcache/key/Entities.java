package io.fragmentcache.key;

import io.fragmentcache.problem.Problem;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
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
            return Versions.checked(type, call(id, model), call(version, model));
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
        MethodHandle id = member(type, ID);
        return id == null
                ? Optional.empty()
                : Optional.of(new Entity(entity.getSimpleName(), id, member(type, VERSION)));
    }

    private static @Nullable MethodHandle member(Class<?> type, Set<String> annotations) {
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (carries(field, annotations)) {
                    return handle(field);
                }
            }
            for (Method method : c.getDeclaredMethods()) {
                if (method.getParameterCount() == 0 && carries(method, annotations)) {
                    return handle(method);
                }
            }
        }
        return null;
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
