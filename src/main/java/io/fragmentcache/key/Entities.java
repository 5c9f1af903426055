package io.fragmentcache.key;

import io.fragmentcache.problem.Problem;
import java.lang.invoke.MethodHandle;
import java.util.List;
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
            Object identity = Members.read(id, model);
            return Versions.checked(type, isUnset(identity) ? null : identity, Members.read(version, model));
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
        while (entity != null && !Members.carries(entity, ENTITY)) {
            entity = entity.getSuperclass();
        }
        if (entity == null) {
            return Optional.empty();
        }
        List<MethodHandle> ids = Members.of(type, ID);
        if (ids.size() > 1) {
            throw Problem.severalIds(entity.getName());
        }
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        List<MethodHandle> versions = Members.of(type, VERSION);
        return Optional.of(new Entity(entity.getSimpleName(), ids.get(0), versions.isEmpty() ? null : versions.get(0)));
    }
}
