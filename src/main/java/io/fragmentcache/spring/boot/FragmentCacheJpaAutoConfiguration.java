package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.jpa.HibernateTouches;
import io.fragmentcache.spring.PersistencePropagator;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.EntityManagerHolder;

/** Touches what Hibernate writes, and gives regenerations a session of their own. */
@AutoConfiguration(
        after = FragmentCacheAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
        })
@ConditionalOnClass({EntityManagerFactory.class, EntityManagerHolder.class})
@ConditionalOnBean(EntityManagerFactory.class)
public class FragmentCacheJpaAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    PersistencePropagator fragmentPersistencePropagator(ObjectProvider<EntityManagerFactory> factories) {
        return PersistencePropagator.of(() -> factories.orderedStream().toList());
    }

    /** Entities of Hibernate. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SessionFactoryImplementor.class)
    @ConditionalOnSingleCandidate(FragmentCache.class)
    @ConditionalOnBooleanProperty(name = "fragment-cache.jpa.touch", matchIfMissing = true)
    static class Touching {
        @Bean
        @ConditionalOnMissingBean
        HibernateTouches fragmentHibernateTouches(FragmentCache cache) {
            return HibernateTouches.of(cache);
        }

        /** Once all beans are there: a factory that is made early would be made before its own post-processors. */
        @Bean
        SmartInitializingSingleton fragmentTouchesListen(
                HibernateTouches touches, ObjectProvider<EntityManagerFactory> factories) {
            return () -> factories.orderedStream().forEach(touches::listenTo);
        }
    }
}
