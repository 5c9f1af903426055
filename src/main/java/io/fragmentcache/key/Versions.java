package io.fragmentcache.key;

import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells identity and version of models: by {@link Versioned}, by a registered reader, or by the annotations of Jakarta
 * Persistence. The first of these that fits decides. Immutable and thread-safe.
 */
public final class Versions {
    /** What is known of one model. */
    record Model(String type, Object id, Object version) {}

    private record Registered(Class<?> type, Function<Object, ?> id, Function<Object, ?> version) {}

    private final List<Registered> registered;

    private Versions(List<Registered> registered) {
        this.registered = registered;
    }

    /** Without any registered reader. */
    public static Versions none() {
        return new Versions(List.of());
    }

    /** Adds a reader for a type and its subtypes. Readers added later win over earlier ones. */
    public <T> Versions with(Class<T> type, Function<? super T, ?> id, Function<? super T, ?> version) {
        List<Registered> more = new ArrayList<>(registered);
        more.add(
                0, new Registered(type, model -> id.apply(type.cast(model)), model -> version.apply(type.cast(model))));
        return new Versions(List.copyOf(more));
    }

    /** Whether identity and version of objects of this type can be told. */
    boolean tells(Object object) {
        return object instanceof Versioned
                || registered.stream().anyMatch(reader -> reader.type.isInstance(object))
                || Entities.of(Proxies.unwrap(object).getClass()).isPresent();
    }

    /** Identity and version; null where the object is of a type that nobody can tell them of. */
    @Nullable Model read(Object object) {
        Object model = Proxies.unwrap(object);
        if (model instanceof Versioned versioned) {
            return checked(versioned.cacheType(), versioned.cacheId(), versioned.cacheVersion());
        }
        for (Registered reader : registered) {
            if (reader.type.isInstance(model)) {
                return checked(reader.type.getSimpleName(), reader.id.apply(model), reader.version.apply(model));
            }
        }
        return Entities.of(model.getClass()).map(entity -> entity.read(model)).orElse(null);
    }

    /** The type that stands in the tags of this model, and its identity; an error where they cannot be told. */
    public Tag tagOf(Object model) {
        Model read = read(model);
        if (read == null) {
            throw Problem.noIdentity(model.getClass().getName());
        }
        return Tag.of(read.type, read.id);
    }

    /** The identity of a model; empty where the object is of a type that nobody can tell it of, or was not saved yet. */
    public Optional<Object> identityOf(Object object) {
        try {
            return Optional.ofNullable(read(object)).map(Model::id);
        } catch (Problem unsaved) {
            return Optional.empty();
        }
    }

    static Model checked(String type, @Nullable Object id, @Nullable Object version) {
        if (id == null) {
            throw Problem.unsaved(type);
        }
        if (version == null) {
            throw Problem.versionIsNull(type, id);
        }
        return new Model(type, id, version);
    }
}
