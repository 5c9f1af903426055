package io.fragmentcache.key;

import io.fragmentcache.problem.Problem;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
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
    private static final Set<String> ID = Set.of("jakarta.persistence.Id", "jakarta.persistence.EmbeddedId");
    private static final Set<String> VERSION = Set.of("jakarta.persistence.Version");

    /** One entity type; of several identities none alone tells which row is meant. */
    record Entity(
            Class<?> declared,
            List<MethodHandle> ids,
            @Nullable MethodHandle version) {
        Versions.Model read(Object object, Object model) {
            if (version == null) {
                throw Problem.entityWithoutVersion(model.getClass().getName());
            }
            return Versions.checked(object, identity(model), Members.read(version, model), rises(version));
        }

        Identity identity(Object model) {
            List<Object> parts = new ArrayList<>();
            for (MethodHandle id : ids) {
                Object part = Members.read(id, model);
                if (part == null || (ids.size() == 1 && isUnset(id, part))) {
                    throw Problem.unsaved(declared.getSimpleName());
                }
                parts.add(identityOf(part));
            }
            return of(model.getClass(), parts.size() == 1 ? parts.get(0) : parts);
        }

        /** Of the class, not of {@code @Entity(name = "..")}: two persistence units may give one name to two classes. */
        TypeName name() {
            return TypeName.of(declared);
        }

        /** Part of an identity may be another entity, which is then told by its own. */
        private static Object identityOf(Object part) {
            if (PlainValues.is(part)) {
                return part;
            }
            Optional<Proxies.Reference> reference = Proxies.unloaded(part);
            if (reference.isPresent()) {
                return reference.get().id();
            }
            Object model = Proxies.unwrap(part);
            return Entities.of(model.getClass())
                    .map(entity -> entity.identity(model).id())
                    .orElse(model);
        }

        Identity of(Class<?> modelType, Object id) {
            return new Identity(name(), Lineage.ofEntity(modelType), id);
        }

        /** A primitive identity cannot be null: zero says that the entity was not saved. */
        private static boolean isUnset(MethodHandle id, Object identity) {
            return id.type().returnType().isPrimitive() && identity instanceof Number n && n.longValue() == 0;
        }

        /** A counter of 16 bits begins again at its lowest number. */
        private static boolean rises(MethodHandle version) {
            Class<?> type = version.type().returnType();
            return type != short.class && type != Short.class;
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
        while (entity != null && !Members.isEntity(entity)) {
            entity = entity.getSuperclass();
        }
        List<MethodHandle> ids = entity == null ? List.of() : Members.of(type, ID);
        if (entity == null || ids.isEmpty()) {
            return Optional.empty();
        }
        List<MethodHandle> versions = Members.of(type, VERSION);
        return Optional.of(new Entity(entity, ids, versions.isEmpty() ? null : versions.get(0)));
    }
}
