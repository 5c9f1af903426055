package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What else changes when a model does: its declared parents, their parents, and so on; by registered resolvers and by
 * {@link Touches}. Each is met once, so cycles end, and no chain is followed beyond 16 models. Immutable, thread-safe.
 */
@Internal
public final class Parents {
    private static final int DEEPEST = 16;
    private static final Set<String> TOUCHES = Set.of(Touches.class.getName());

    private static final ClassValue<List<MethodHandle>> ASSOCIATIONS = new ClassValue<>() {
        @Override
        protected List<MethodHandle> computeValue(Class<?> type) {
            return Members.of(type, TOUCHES);
        }
    };

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

    /** The tags of these models and of all above them. */
    public Set<Tag> tagsOf(Collection<?> models, Versions versions) {
        Set<Tag> tags = new LinkedHashSet<>();
        collect(models, versions, tags, 0);
        return tags;
    }

    private void collect(@Nullable Object models, Versions versions, Set<Tag> tags, int depth) {
        if (models == null || depth > DEEPEST) {
            return;
        }
        if (models instanceof Optional<?> optional) {
            collect(optional.orElse(null), versions, tags, depth);
        } else if (models instanceof Collection<?> several) {
            several.forEach(model -> collect(model, versions, tags, depth));
        } else if (models.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(models); i++) {
                collect(Array.get(models, i), versions, tags, depth);
            }
        } else if (models instanceof Tag tag) {
            tags.add(tag);
        } else if (tags.add(versions.tagOf(models))) {
            above(Proxies.unwrap(models), versions, tags, depth + 1);
        }
    }

    private void above(Object model, Versions versions, Set<Tag> tags, int depth) {
        for (MethodHandle association : ASSOCIATIONS.get(model.getClass())) {
            collect(Members.read(association, model), versions, tags, depth);
        }
        for (Resolver resolver : resolvers) {
            if (resolver.type.isInstance(model)) {
                collect(resolver.parents.apply(model), versions, tags, depth);
            }
        }
    }
}
