package io.fragmentcache.jpa;

import io.fragmentcache.FragmentCache;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;

/**
 * Touches the entities that Hibernate inserts, updates and deletes: once for each transaction, after its commit, and not at
 * all after a rollback.
 *
 * <pre>{@code
 * HibernateTouches touches = HibernateTouches.of(cache).listenTo(entityManagerFactory);
 * }</pre>
 *
 * <p>A changed entity touches {@code Product:42}, the lists of its type {@code Product[]}, and its declared parents (see
 * {@link io.fragmentcache.key.Touches}), those of before the change too. Nothing is loaded for it: a parent that is a
 * reference is touched by its identity, and the chain of parents ends there.
 *
 * <p>Bulk statements in JPQL and SQL change rows without entities, so they touch nothing: call
 * {@link FragmentCache#touchLists} and {@link FragmentCache#touch} after their commit.
 *
 * <p>For Hibernate 6.6 and 7. Works with and without Spring, and with JTA. Thread-safe. Nothing that goes wrong in here
 * reaches the transaction; it is logged.
 */
public final class HibernateTouches implements AutoCloseable {
    private final ChangedTags changed;
    private final OpenTransactions transactions;
    private final List<EntityEvents> heard = new ArrayList<>();

    private HibernateTouches(FragmentCache cache) {
        this.changed = new ChangedTags(cache.engine().settings());
        this.transactions = new OpenTransactions(cache.engine());
    }

    /** Returns touches of this cache, which listen to nothing yet. */
    public static HibernateTouches of(FragmentCache cache) {
        return new HibernateTouches(Objects.requireNonNull(cache, "cache"));
    }

    /**
     * Listens to changes through this factory. Several caches may listen to one factory, and one cache to several factories.
     * A second call for the same factory has no effect. Two entities whose classes have one simple name share their tags,
     * so a change of either outdates what shows one of them.
     *
     * @param factory Hibernate's own, or a proxy of it that can be unwrapped
     */
    public synchronized HibernateTouches listenTo(EntityManagerFactory factory) {
        SessionFactoryImplementor hibernate = factory.unwrap(SessionFactoryImplementor.class);
        EntityEvents events = events(hibernate);
        events.add(this);
        heard.add(events);
        return this;
    }

    /** Listens to nothing any more. Transactions that are open still touch what they changed before. */
    @Override
    public synchronized void close() {
        heard.forEach(events -> events.remove(this));
        heard.clear();
    }

    ChangedTags changed() {
        return changed;
    }

    OpenTransactions transactions() {
        return transactions;
    }

    /** Hibernate refuses a second listener of one class, so all caches share one for each factory. */
    private static EntityEvents events(SessionFactoryImplementor factory) {
        EventListenerRegistry registry = factory.getServiceRegistry().requireService(EventListenerRegistry.class);
        synchronized (registry) {
            for (Object listener :
                    registry.getEventListenerGroup(EventType.POST_INSERT).listeners()) {
                if (listener instanceof EntityEvents known) {
                    return known;
                }
            }
            EntityEvents events = new EntityEvents();
            registry.appendListeners(EventType.POST_INSERT, events);
            registry.appendListeners(EventType.POST_UPDATE, events);
            registry.appendListeners(EventType.POST_DELETE, events);
            registry.appendListeners(EventType.POST_UPSERT, events);
            registry.appendListeners(EventType.POST_COLLECTION_RECREATE, events);
            registry.appendListeners(EventType.POST_COLLECTION_UPDATE, events);
            registry.appendListeners(EventType.POST_COLLECTION_REMOVE, events);
            return events;
        }
    }
}
