package io.fragmentcache.jpa;

import io.fragmentcache.FragmentCacheBuilder;
import jakarta.persistence.EntityManager;
import java.util.function.Consumer;

/** Transactions of Hibernate itself, without Spring. */
class HibernateTransactionTest extends EntityTouchContract {
    @Override
    void transaction(Consumer<EntityManager> work) {
        EntityManager entities = factory.createEntityManager();
        try (entities) {
            entities.getTransaction().begin();
            try {
                work.accept(entities);
            } catch (RuntimeException | Error e) {
                entities.getTransaction().rollback();
                throw e;
            }
            if (entities.getTransaction().getRollbackOnly()) {
                entities.getTransaction().rollback();
            } else {
                entities.getTransaction().commit();
            }
        }
    }

    @Override
    void apart(Consumer<EntityManager> work) {
        transaction(work);
    }

    @Override
    void rollback(EntityManager entities) {
        entities.getTransaction().setRollbackOnly();
    }

    @Override
    FragmentCacheBuilder configured(FragmentCacheBuilder builder) {
        return builder;
    }
}
