package io.fragmentcache.spring;

import io.fragmentcache.spi.ContextPropagator;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Gives each regeneration a persistence session of its own, as {@code spring.jpa.open-in-view} gives one to each request,
 * and keeps entities of the request's session away from it: a session serves one thread.
 *
 * <pre>{@code
 * FragmentCache.over(store).propagate(PersistencePropagator.of(entityManagerFactory)).build();
 * }</pre>
 *
 * <p>A fragment whose variables hold such entities is not regenerated in the background. The next request renders it, and a
 * warning names once the variable that should be a {@code Lazy}. Thread-safe.
 */
public final class PersistencePropagator implements ContextPropagator {
    private final Supplier<? extends Iterable<EntityManagerFactory>> factories;
    private final ManagedEntities managed = new ManagedEntities();

    private PersistencePropagator(Supplier<? extends Iterable<EntityManagerFactory>> factories) {
        this.factories = factories;
    }

    /** Returns a propagator of sessions of these factories, which are the beans that repositories use. */
    public static PersistencePropagator of(EntityManagerFactory... factories) {
        List<EntityManagerFactory> known = List.of(factories);
        return new PersistencePropagator(() -> known);
    }

    /**
     * Returns a propagator that finds its factories later.
     *
     * @param factories called when the first fragment is regenerated
     */
    public static PersistencePropagator of(Supplier<? extends Iterable<EntityManagerFactory>> factories) {
        return new PersistencePropagator(factories);
    }

    @Override
    public UnaryOperator<Runnable> capture() {
        return job -> () -> {
            List<EntityManagerFactory> opened = new ArrayList<>(1);
            try {
                for (EntityManagerFactory factory : factories.get()) {
                    if (!TransactionSynchronizationManager.hasResource(factory)) {
                        TransactionSynchronizationManager.bindResource(
                                factory, new EntityManagerHolder(factory.createEntityManager()));
                        opened.add(factory);
                    }
                }
                job.run();
            } finally {
                opened.forEach(PersistencePropagator::close);
            }
        };
    }

    @Override
    public boolean confines(Object value) {
        for (EntityManagerFactory factory : factories.get()) {
            if (TransactionSynchronizationManager.getResource(factory) instanceof EntityManagerHolder holder
                    && managed.isManaged(value, holder.getEntityManager())) {
                return true;
            }
        }
        return false;
    }

    private static void close(EntityManagerFactory factory) {
        EntityManagerHolder holder = (EntityManagerHolder) TransactionSynchronizationManager.unbindResource(factory);
        EntityManager session = holder.getEntityManager();
        EntityManagerFactoryUtils.closeEntityManager(session);
    }
}
