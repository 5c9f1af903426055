package io.fragmentcache.jpa;

import io.fragmentcache.key.Tag;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.event.spi.PostCollectionRecreateEventListener;
import org.hibernate.event.spi.PostCollectionRemoveEvent;
import org.hibernate.event.spi.PostCollectionRemoveEventListener;
import org.hibernate.event.spi.PostCollectionUpdateEvent;
import org.hibernate.event.spi.PostCollectionUpdateEventListener;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PostUpsertEvent;
import org.hibernate.event.spi.PostUpsertEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Reports what Hibernate writes through one factory to each cache that listens. Thread-safe. */
@SuppressWarnings("serial") // Hibernate's listeners are serializable by their type only.
final class EntityEvents
        implements PostInsertEventListener,
                PostUpdateEventListener,
                PostDeleteEventListener,
                PostUpsertEventListener,
                PostCollectionRecreateEventListener,
                PostCollectionUpdateEventListener,
                PostCollectionRemoveEventListener {
    /**
     * Its return type and the class that declares it are others in Hibernate 6 than in 7: a call that is compiled fits one of
     * them only, and events of collections have no class in common with the others there.
     */
    private static final ClassValue<Method> SESSION = new SessionOfEvents();

    private final transient List<HibernateTouches> listening = new CopyOnWriteArrayList<>();

    synchronized void add(HibernateTouches touches) {
        if (!listening.contains(touches)) {
            listening.add(touches);
        }
    }

    void remove(HibernateTouches touches) {
        listening.remove(touches);
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        tell(event, changed -> changed.of(event.getPersister(), event.getId(), event.getEntity()));
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        tell(
                event,
                changed -> changed.of(
                        event.getPersister(),
                        event.getId(),
                        event.getEntity(),
                        event.getOldState(),
                        () -> session(event)));
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        tell(
                event,
                changed -> changed.of(
                        event.getPersister(),
                        event.getId(),
                        event.getEntity(),
                        // As it was when it was loaded: helpers that remove it from its parent set the parent to null.
                        event.getDeletedState(),
                        () -> session(event)));
    }

    /** Of a session without state: whether the row was new is not known. */
    @Override
    public void onPostUpsert(PostUpsertEvent event) {
        tell(event, changed -> changed.of(event.getPersister(), event.getId(), event.getEntity()));
    }

    @Override
    public void onPostRecreateCollection(PostCollectionRecreateEvent event) {
        collection(event);
    }

    @Override
    public void onPostUpdateCollection(PostCollectionUpdateEvent event) {
        collection(event);
    }

    @Override
    public void onPostRemoveCollection(PostCollectionRemoveEvent event) {
        collection(event);
    }

    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        return false;
    }

    private void collection(AbstractCollectionEvent event) {
        // A session without state has none: there the event of the row itself touches.
        if (sessionOrNull(event) != null) {
            tell(event, changed -> changed.of(event, session(event)));
        }
    }

    private void tell(Object event, Function<ChangedTags, Set<Tag>> tags) {
        if (!listening.isEmpty()) {
            SharedSessionContractImplementor session = sessionOrNull(event);
            listening.forEach(touches -> touches.transactions().add(session, () -> tags.apply(touches.changed())));
        }
    }

    /** Of events that only sessions with state tell: what was loaded before, and collections. */
    private static SharedSessionContractImplementor session(Object event) {
        return Objects.requireNonNull(sessionOrNull(event), "session");
    }

    /** Null where the session is without state: Hibernate 6 does not tell it. */
    private static @Nullable SharedSessionContractImplementor sessionOrNull(Object event) {
        try {
            return (SharedSessionContractImplementor)
                    SESSION.get(event.getClass()).invoke(event);
        } catch (InvocationTargetException withoutState) {
            // Hibernate 7 makes events of collections for a session without state, and cannot give it.
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The event " + event + " has no session.", e);
        }
    }

    private static final class SessionOfEvents extends ClassValue<Method> {
        @Override
        protected Method computeValue(Class<?> event) {
            try {
                return event.getMethod("getSession");
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("Events of this Hibernate have no session.", e);
            }
        }
    }
}
