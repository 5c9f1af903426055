package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.problem.Problem;
import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What else changes when a model does: its declared parents, their parents, and so on; by registered resolvers and by
 * {@link Touches}. Each parent is met once, so cycles end, and a chain may be long. Beyond
 * 100 000 models everything counts as touched. Immutable, thread-safe.
 *
 * <p>An association that cannot be read, as one that was not loaded before its session was closed, touches the tags of its
 * type: every model of the type is then outdated, and none is missed.
 */
@Internal
public final class Parents {
    /** A resolver that gives another new model each time would be asked for ever. */
    private static final int MOST = 100_000;

    private static final Set<String> TOUCHES = Set.of(Touches.class.getName());

    private static final ClassValue<List<Association>> ASSOCIATIONS = new ClassValue<>() {
        @Override
        protected List<Association> computeValue(Class<?> type) {
            return Members.associations(type, TOUCHES);
        }
    };

    /**
     * What a touch reaches.
     *
     * @param tags of the models, and of all above them
     * @param unread what could not be followed
     */
    public record Reached(Set<Tag> tags, List<Problem> unread) {}

    private record Resolver(Class<?> type, Function<Object, @Nullable Object> parents) {}

    private final List<Resolver> resolvers;

    private Parents(List<Resolver> resolvers) {
        this.resolvers = resolvers;
    }

    /** Without any registered resolver. */
    public static Parents none() {
        return new Parents(List.of());
    }

    /** Adds a resolver for a type and its subtypes; it gives a model, a tag, a collection of these, or null. */
    public <T> Parents with(Class<T> type, Function<? super T, ? extends @Nullable Object> parents) {
        List<Resolver> more = new ArrayList<>(resolvers);
        more.add(new Resolver(type, model -> parents.apply(type.cast(model))));
        return new Parents(List.copyOf(more));
    }

    /**
     * The tags of these models and of all above them.
     *
     * @throws Problem if one of these models has no identity
     */
    public Reached of(Collection<?> models, Versions versions) {
        return new Walk(versions, true).from(models);
    }

    /**
     * As {@link #of}, without loading anything: a reference that is not loaded ends its chain, and a collection that is not
     * loaded touches all of its type. For callers in the middle of a flush.
     */
    public Reached ofLoaded(Collection<?> models, Versions versions) {
        return new Walk(versions, false).from(models);
    }

    /** Whether models of this type may have parents. */
    public boolean concern(Class<?> type) {
        return !ASSOCIATIONS.get(type).isEmpty()
                || resolvers.stream().anyMatch(resolver -> resolver.type.isAssignableFrom(type));
    }

    /** Whether this property of a type is declared to lead to parents. */
    public boolean declare(Class<?> type, String property) {
        return ASSOCIATIONS.get(type).stream()
                .anyMatch(association -> association.property().equals(property));
    }

    private final class Walk {
        private final Versions versions;
        private final boolean loads;
        private final Set<Tag> tags = new LinkedHashSet<>();
        private final Set<Tag> met = new HashSet<>();
        private final List<Problem> unread = new ArrayList<>(0);
        private final Deque<Object> waiting = new ArrayDeque<>();
        private final Set<Object> unpacked = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Set<Class<?>> types = new LinkedHashSet<>(0);

        Walk(Versions versions, boolean loads) {
            this.versions = versions;
            this.loads = loads;
        }

        Reached from(Collection<?> models) {
            // Each of these is followed, even if another state of the same model was: a row that moved has two parents.
            List<Object> given = new ArrayList<>();
            waiting.add(models);
            for (Object next = waiting.poll(); next != null; next = waiting.poll()) {
                if (!unpack(next)) {
                    meet(next);
                    given.add(next);
                }
            }
            given.forEach(this::above);
            for (Object next = waiting.poll(); next != null; next = waiting.poll()) {
                parent(next);
                if (met.size() + unpacked.size() > MOST) {
                    tags.add(Tag.EVERYTHING);
                    unread.add(Problem.tooManyParents(given.get(0).getClass().getName(), MOST));
                    break;
                }
            }
            return new Reached(tags, unread);
        }

        private void parent(Object next) {
            try {
                if (!unpack(next) && meet(next)) {
                    above(next);
                }
            } catch (RuntimeException e) {
                unread.add(Problem.parentNotReadable(next.getClass().getName(), e));
            }
        }

        /** False where it was met before; a tag of the same name that was given alone does not count. */
        private boolean meet(Object model) {
            Set<Tag> own = versions.touchedBy(model);
            tags.addAll(own);
            return met.addAll(own);
        }

        /** Whether it was not a model, but a tag or a holder of models. */
        private boolean unpack(Object next) {
            if (next instanceof Tag tag) {
                tags.add(tag);
                return true;
            }
            boolean holds = next instanceof Optional
                    || next instanceof Collection
                    || next.getClass().isArray();
            if (!holds || !unpacked.add(next)) {
                return holds;
            }
            if (next instanceof Optional<?> optional) {
                optional.ifPresent(waiting::add);
            } else if (next instanceof Collection<?> several) {
                several.forEach(this::enqueue);
            } else {
                for (int i = 0; i < Array.getLength(next); i++) {
                    enqueue(Array.get(next, i));
                }
            }
            return true;
        }

        private void enqueue(@Nullable Object parent) {
            if (parent != null) {
                waiting.add(parent);
            }
        }

        private void above(Object reference) {
            Optional<Proxies.Reference> unloaded = Proxies.unloaded(reference);
            if (unloaded.isPresent() && !loads) {
                return;
            }
            Class<?> type = unloaded.<Class<?>>map(Proxies.Reference::type).orElseGet(reference::getClass);
            List<Association> associations = ASSOCIATIONS.get(type);
            boolean isResolved = resolvers.stream().anyMatch(resolver -> resolver.type.isAssignableFrom(type));
            if (associations.isEmpty() && !isResolved) {
                return;
            }
            Object model;
            try {
                model = Proxies.unwrap(reference);
            } catch (RuntimeException closed) {
                associations.forEach(this::ofType);
                if (isResolved) {
                    unread.add(Problem.parentNotReadable(type.getName(), closed));
                }
                return;
            }
            ASSOCIATIONS.get(model.getClass()).forEach(association -> read(association, model));
            for (Resolver resolver : resolvers) {
                if (resolver.type.isInstance(model)) {
                    resolve(resolver, model);
                }
            }
        }

        private void read(Association association, Object model) {
            try {
                Object parents = Members.read(association.reader(), model);
                if (parents != null && !loads && !Proxies.isLoaded(parents)) {
                    ofType(association);
                    return;
                }
                // A lazy collection is loaded here.
                enqueue(parents instanceof Collection<?> lazy ? new ArrayList<>(lazy) : parents);
            } catch (RuntimeException closed) {
                ofType(association);
            }
        }

        private void resolve(Resolver resolver, Object model) {
            try {
                enqueue(resolver.parents.apply(model));
            } catch (RuntimeException e) {
                unread.add(Problem.parentNotReadable(model.getClass().getName(), e));
            }
        }

        /** Which models of this type is not known: so all of them, and all that may be above one of them. */
        private void ofType(Association association) {
            Class<?> target = association.target();
            if (target == null || Modifier.isAbstract(target.getModifiers())) {
                // A subclass may have parents that its declared type does not tell.
                tags.add(Tag.EVERYTHING);
            } else if (types.add(target)) {
                tags.addAll(versions.ofType(target));
                ASSOCIATIONS.get(target).forEach(this::ofType);
            }
        }
    }
}
