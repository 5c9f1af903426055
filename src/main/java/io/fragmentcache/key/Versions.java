package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.problem.Problem;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells identity and version of models: by {@link Versioned}, by a registered reader, or by the annotations of Jakarta
 * Persistence. The first of these that fits decides. Immutable and thread-safe.
 */
@Internal
public final class Versions {
    /** What is encoded by its members, and what is refused for another reason than that it has no identity. */
    private static final List<Class<?>> WITH_MEMBERS =
            List.of(Optional.class, Collection.class, Map.class, Map.Entry.class, BaseStream.class, Supplier.class);

    /**
     * What is known of one model.
     *
     * @param read the object that it was read of
     * @param rises whether a later state always has a greater version
     */
    record Model(Object read, Identity identity, Object version, boolean rises) {}

    /** @param name of the type in tags; null where its class says it */
    private record Registered(
            @Nullable String name, Class<?> type, Function<Object, ?> id, Function<Object, ?> version) {
        Identity identity(Object model) {
            Lineage lineage = name == null ? Lineage.ofEntity(model.getClass()) : Lineage.NONE;
            return checked(nameOf(model.getClass()), lineage, id.apply(model));
        }

        /** An abstract type may be that of unrelated models, whose identities need not differ. */
        private TypeName nameOf(Class<?> model) {
            Class<?> named = named(model);
            return name == null ? TypeName.of(named) : TypeName.given(name, named);
        }

        private Class<?> named(Class<?> model) {
            Class<?> named = type;
            if (!Proxy.isProxyClass(model) && Modifier.isAbstract(type.getModifiers())) {
                for (Class<?> each = model; type.isAssignableFrom(each); each = each.getSuperclass()) {
                    boolean isConcrete = !Modifier.isAbstract(each.getModifiers());
                    named = isConcrete && !each.getSimpleName().isEmpty() ? each : named;
                }
            }
            return named;
        }
    }

    private final List<Registered> registered;

    /** By class, the sentence of {@link #nameless}: of JDK types only, so that a class keeps nothing of ours alive. */
    private final ClassValue<Optional<String>> nameless = new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
            return isNameless(type)
                    ? Optional.ofNullable(
                            Problem.factWithoutIdentity(type.getName()).getMessage())
                    : Optional.empty();
        }
    };

    private Versions(List<Registered> registered) {
        this.registered = registered;
    }

    /** Without any registered reader. */
    public static Versions none() {
        return new Versions(List.of());
    }

    /** Adds a reader for a type and its subtypes. Readers added later win over earlier ones. */
    public <T> Versions with(Class<T> type, Function<? super T, ?> id, Function<? super T, ?> version) {
        return with(null, type, id, version);
    }

    /**
     * Adds a reader for a type that stands for another one, as the rows of a query stand for entities.
     *
     * @param name of the type in tags; null where its class says it
     */
    public <T> Versions with(
            @Nullable String name, Class<T> type, Function<? super T, ?> id, Function<? super T, ?> version) {
        List<Registered> more = new ArrayList<>(registered);
        more.add(
                0,
                new Registered(
                        name, type, model -> id.apply(type.cast(model)), model -> version.apply(type.cast(model))));
        return new Versions(List.copyOf(more));
    }

    /** Whether identity and version of objects of this type can be told. */
    boolean tells(Object object) {
        if (object instanceof Versioned) {
            return true;
        }
        for (Registered reader : registered) {
            if (reader.type.isInstance(object)) {
                return true;
            }
        }
        return Entities.of(Proxies.unwrap(object).getClass()).isPresent();
    }

    /**
     * Returns why an object of a class cannot be a fact, unless something else stands for it; null where it may have an
     * identity, or members. Reading it would end in the same sentence, after more work.
     */
    @Nullable String nameless(Class<?> type) {
        return nameless.get(type).orElse(null);
    }

    private boolean isNameless(Class<?> type) {
        return !isTold(type)
                && Entities.of(type).isEmpty()
                && Projections.of(type).isEmpty()
                && !Proxies.are(type)
                && !Paging.isKnown(type)
                && !PlainValues.mayBe(type)
                && !type.isArray()
                && !type.isRecord()
                && WITH_MEMBERS.stream().noneMatch(each -> each.isAssignableFrom(type));
    }

    /** Identity and version; null if its type is not known. */
    @Nullable Model read(Object object) {
        Object model = Proxies.unwrap(object);
        if (model instanceof Versioned versioned) {
            return checked(object, identity(versioned), versioned.cacheVersion(), versioned.cacheVersionRises());
        }
        for (Registered reader : registered) {
            if (reader.type.isInstance(model)) {
                return checked(object, reader.identity(model), reader.version.apply(model), false);
            }
        }
        return Entities.of(model.getClass())
                .map(entity -> entity.read(object, model))
                .or(() -> Projections.of(model.getClass()).map(row -> projected(object, model, row)))
                .orElse(null);
    }

    /**
     * The tags of the lists that a model of this class stands in: of its own type, and of those that it is one of. A
     * {@link Versioned} type may call itself otherwise; then it is not told here.
     */
    public Set<Tag> membersOf(Class<?> type) {
        Set<Tag> tags = new LinkedHashSet<>(2);
        tags.add(Tag.members(nameOf(type).name()));
        Lineage lineage = Versioned.class.isAssignableFrom(type) ? Lineage.ofVersioned(type) : Lineage.ofEntity(type);
        lineage.touched().forEach(name -> tags.add(Tag.members(name)));
        return tags;
    }

    private TypeName nameOf(Class<?> type) {
        return toldName(type)
                .or(() -> Entities.of(type).map(Entities.Entity::name))
                .orElseGet(() -> TypeName.of(type));
    }

    /** The name of the reader that the application registered; empty of other types, and of those that tell it themselves. */
    private Optional<TypeName> toldName(Class<?> type) {
        return Versioned.class.isAssignableFrom(type)
                ? Optional.empty()
                : registered.stream()
                        .filter(reader -> reader.type.isAssignableFrom(type))
                        .findFirst()
                        .map(reader -> reader.nameOf(type));
    }

    /**
     * The tags that a touch of this model stamps. It needs the model's identity alone: the model may be without a version,
     * or a reference that was never loaded and cannot be any more.
     *
     * @throws Problem if the identity cannot be told
     */
    public Set<Tag> touchedBy(Object model) {
        Set<Tag> tags = new LinkedHashSet<>(2);
        identity(model).touched(tags);
        return tags;
    }

    /** As {@link #touchedBy(Object)}, of a row that is not at hand. */
    public Set<Tag> touchedBy(Class<?> type, Object id) {
        Set<Tag> tags = new LinkedHashSet<>(2);
        row(type, id).touched(tags);
        return tags;
    }

    /** The tags that every entry carries which shows a model of this class; of a class that is not known, all. */
    Set<Tag> ofType(Class<?> type) {
        Set<Tag> tags = new LinkedHashSet<>(2);
        if (Versioned.class.isAssignableFrom(type)) {
            if (!TypeName.isGiven(type)) {
                tags.add(Tag.of(TypeName.of(type).name()));
            }
        } else {
            toldName(type)
                    .or(() -> Entities.of(type).map(Entities.Entity::name))
                    .ifPresent(name -> tags.add(Tag.of(name.name())));
        }
        return tags.isEmpty() ? Set.of(Tag.EVERYTHING) : tags;
    }

    /** The identity of a model; empty if its type is not known, or it was not saved yet. */
    public Optional<Object> identityOf(Object object) {
        try {
            return Optional.of(identity(object).id());
        } catch (Problem unknown) {
            return Optional.empty();
        }
    }

    private Identity identity(Object object) {
        Proxies.Reference reference = Proxies.unloaded(object).orElse(null);
        if (reference == null) {
            return loaded(Proxies.unwrap(object));
        }
        Optional<Entities.Entity> entity = Entities.of(reference.type());
        if (entity.isPresent() && !isTold(reference.type())) {
            return entity.get().of(reference.type(), reference.id());
        }
        try {
            // The application tells its identity by other means than the database does.
            return loaded(Proxies.unwrap(object));
        } catch (RuntimeException closed) {
            if (entity.isPresent()) {
                return row(reference.type(), reference.id());
            }
            throw closed;
        }
    }

    /** By the name that the application gave the type, and by those of the entity: which one keys hold is not known here. */
    private Identity row(Class<?> type, Object id) {
        Lineage lineage = Entities.of(type).isPresent() ? Lineage.ofEntity(type) : Lineage.NONE;
        return new Identity(nameOf(type), lineage, id);
    }

    private Identity loaded(Object model) {
        if (model instanceof Versioned versioned) {
            return identity(versioned);
        }
        for (Registered reader : registered) {
            if (reader.type.isInstance(model)) {
                return reader.identity(model);
            }
        }
        return Entities.of(model.getClass())
                .map(entity -> entity.identity(model))
                .or(() -> Projections.of(model.getClass()).map(row -> projected(model, row)))
                .orElseThrow(() -> Problem.noIdentity(model.getClass().getName()));
    }

    /** Whether the application tells the identity of this type, by other means than the annotations of the database. */
    public boolean isTold(Class<?> type) {
        return Versioned.class.isAssignableFrom(type)
                || registered.stream().anyMatch(reader -> reader.type.isAssignableFrom(type));
    }

    private static Model projected(Object object, Object model, Projections.Projection row) {
        return checked(object, projected(model, row), Members.read(row.version(), model), false);
    }

    private static Identity projected(Object model, Projections.Projection row) {
        return checked(row.type(), Lineage.NONE, Members.read(row.id(), model));
    }

    private static Identity identity(Versioned versioned) {
        Lineage lineage = Lineage.ofVersioned(TypeName.declared(versioned.getClass()));
        return checked(TypeName.of(versioned), lineage, versioned.cacheId());
    }

    private static Identity checked(TypeName type, Lineage lineage, @Nullable Object id) {
        if (id == null) {
            throw Problem.unsaved(type.name());
        }
        return new Identity(type, lineage, id);
    }

    static Model checked(Object read, Identity identity, @Nullable Object version, boolean rises) {
        if (version == null) {
            throw Problem.versionIsNull(identity.name(), identity.id());
        }
        return new Model(read, identity, version, rises);
    }
}
