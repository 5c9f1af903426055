package io.fragmentcache.jpa;

import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.key.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Which tags one change of an entity touches. Called in the middle of a flush, so it loads nothing. Thread-safe. */
final class ChangedTags {
    private final Settings settings;

    ChangedTags(Settings settings) {
        this.settings = settings;
    }

    /** Of a new entity. */
    Set<Tag> of(EntityPersister persister, Object id, Object entity) {
        Set<Tag> tags = new LinkedHashSet<>();
        changed(persister, id, entity, tags);
        return tags;
    }

    /**
     * Of an entity that was changed or deleted.
     *
     * @param before its properties as they were when it was loaded; null where Hibernate does not know them
     * @param session asked only where {@code before} is there
     */
    Set<Tag> of(
            EntityPersister persister,
            Object id,
            Object entity,
            Object @Nullable [] before,
            Supplier<SharedSessionContractImplementor> session) {
        Set<Tag> tags = of(persister, id, entity);
        if (before != null && isFollowed(entity.getClass())) {
            // What it belonged to before it moved.
            reach(FormerState.of(persister, id, before, session.get()), tags);
        }
        return tags;
    }

    /** Of a collection of an entity: the entity is changed, and so is what was in the collection, where that is declared. */
    Set<Tag> of(AbstractCollectionEvent event, SharedSessionContractImplementor session) {
        Set<Tag> tags = new LinkedHashSet<>();
        Object id = event.getAffectedOwnerIdOrNull();
        if (id == null) {
            return tags;
        }
        SessionFactoryImplementor factory = session.getFactory();
        EntityPersister owner = factory.getMappingMetamodel().getEntityDescriptor(event.getAffectedOwnerEntityName());
        Object entity = event.getAffectedOwnerOrNull();
        if (isOwned(event.getCollection(), factory)) {
            changed(owner, id, entity, tags);
        } else {
            // The rows of the other side changed, and tell of it themselves; the owner may print how many they are.
            tags.addAll(own(owner, id, entity));
        }
        String role = event.getCollection().getRole();
        if (entity != null && role != null && settings.parents().declare(entity.getClass(), property(role))) {
            reach(before(event.getCollection()), tags);
        }
        return tags;
    }

    private boolean isFollowed(Class<?> type) {
        return settings.parents().concern(type) || settings.versions().isTold(type);
    }

    private void changed(EntityPersister persister, Object id, @Nullable Object entity, Set<Tag> tags) {
        Set<Tag> own = own(persister, id, entity);
        tags.addAll(own);
        tags.addAll(EntityNames.declared(persister, own));
        List.copyOf(tags).forEach(tag -> tags.add(tag.membersOfType()));
        if (entity != null) {
            reach(entity, tags);
        }
    }

    private Set<Tag> own(EntityPersister persister, Object id, @Nullable Object entity) {
        return entity == null
                ? settings.versions().touchedBy(persister.getMappedClass(), id)
                : settings.versions().touchedBy(entity);
    }

    private void reach(Object changed, Set<Tag> tags) {
        tags.addAll(settings.parents()
                .ofLoaded(List.of(changed), settings.versions())
                .tags());
    }

    private static boolean isOwned(PersistentCollection<?> collection, SessionFactoryImplementor factory) {
        String role = collection.getRole();
        if (role == null) {
            return true;
        }
        CollectionPersister persister = factory.getMappingMetamodel().getCollectionDescriptor(role);
        return !persister.isInverse();
    }

    private static String property(String role) {
        return role.substring(role.lastIndexOf('.') + 1);
    }

    /** What was in the collection when it was loaded; Hibernate keeps it until the flush ends. */
    private static Collection<?> before(PersistentCollection<?> collection) {
        Object snapshot = collection.getStoredSnapshot();
        if (snapshot instanceof Map<?, ?> map) {
            return new ArrayList<>(map.values());
        }
        return snapshot instanceof Collection<?> several ? several : List.of();
    }
}
