package io.fragmentcache.jpa;

import io.fragmentcache.key.Tag;
import jakarta.persistence.Entity;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hibernate.persister.entity.EntityPersister;

/** The names that queries use, {@code @Entity(name = "..")}: tags name an entity by the simple name of its class. */
final class EntityNames {
    private EntityNames() {}

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
