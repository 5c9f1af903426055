package io.fragmentcache.jpa;

import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.hibernate.persister.entity.EntityPersister;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and tags name an entity by the simple name of its class. Says where two entities share one, and knows the names that
 * queries use, {@code @Entity(name = "..")}. Used by one thread.
 */
final class EntityNames {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");

    private final Settings settings;
    private final Map<String, Class<?>> seen = new HashMap<>();

    EntityNames(Settings settings) {
        this.settings = settings;
    }

    /**
     * Of all factories that were checked, two entities share no name.
     *
     * @param factory by its standard type: Hibernate 6 and 7 return different ones
     */
    void check(EntityManagerFactory factory) {
        for (EntityType<?> entity : factory.getMetamodel().getEntities()) {
            Class<?> type = entity.getJavaType();
            // Entities that are maps have no class.
            if (type != null && !Map.class.isAssignableFrom(type)) {
                check(type);
            }
        }
    }

    private void check(Class<?> type) {
        // The first one is its own; the others are those of its superclasses.
        String name = settings.versions().membersOf(type).iterator().next().name();
        Class<?> other = seen.putIfAbsent(name, type);
        if (other == null || other == type || isOne(type, other)) {
            return;
        }
        Problem problem = Problem.entitiesOfOneName(type.getSimpleName(), other.getName(), type.getName());
        if (settings.strict()) {
            throw problem;
        }
        LOG.warn("{}", problem.getMessage());
    }

    /** A subclass that is told like its superclass, by a reader that the application registered. */
    private static boolean isOne(Class<?> type, Class<?> other) {
        return type.isAssignableFrom(other) || other.isAssignableFrom(type);
    }

    /**
     * The tags of this entity, and of those that it is one of, by the names that queries use, where these are others.
     *
     * @param own its tags by the names of its classes
     */
    static Set<Tag> declared(EntityPersister persister, Set<Tag> own) {
        Set<Tag> tags = new LinkedHashSet<>(2);
        for (Class<?> each = persister.getMappedClass(); each != null; each = each.getSuperclass()) {
            Entity declared = each.getAnnotation(Entity.class);
            if (declared != null && !declared.name().isEmpty()) {
                String simple = each.getSimpleName() + ":";
                for (Tag tag : own) {
                    if (tag.name().startsWith(simple)) {
                        tags.add(Tag.of(declared.name() + ":" + tag.name().substring(simple.length())));
                    }
                }
            }
        }
        return tags;
    }
}
