package io.fragmentcache.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.jpa.Catalog.Product;
import io.fragmentcache.spring.AfterCommit;
import jakarta.persistence.EntityManager;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions of Spring. */
class SpringTransactionTest extends EntityTouchContract {
    private final JpaTransactionManager transactions = new JpaTransactionManager(factory);
    private boolean doomed;

    @Override
    void transaction(Consumer<EntityManager> work) {
        run(new TransactionTemplate(transactions), work);
    }

    @Override
    void apart(Consumer<EntityManager> work) {
        TransactionTemplate apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        run(apart, work);
    }

    private void run(TransactionTemplate template, Consumer<EntityManager> work) {
        template.executeWithoutResult(status -> {
            work.accept(EntityManagerFactoryUtils.getTransactionalEntityManager(factory));
            if (doomed) {
                doomed = false;
                status.setRollbackOnly();
            }
        });
    }

    @Override
    void rollback(EntityManager entities) {
        doomed = true;
    }

    @Override
    FragmentCacheBuilder configured(FragmentCacheBuilder builder) {
        return builder.deferTouches(new AfterCommit());
    }

    @Test
    void aSessionWithoutStateOnTheConnectionOfATransactionTouchesAgainAfterItsCommit() {
        transaction(entities -> {
            entities.unwrap(Session.class).doWork(connection -> {
                StatelessSession session = factory.openStatelessSession(connection);
                Product assam = session.get(Product.class, 1L);
                assam.name = "changed";
                session.update(assam);
            });
            touches.clear();
        });
        assertThat(touches).hasSize(1);
        assertThat(touches.get(0)).contains("Product:1", "Product[]", "Category:1");
    }
}
