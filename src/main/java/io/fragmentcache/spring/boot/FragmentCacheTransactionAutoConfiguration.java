package io.fragmentcache.spring.boot;

import io.fragmentcache.spring.AfterCommit;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Holds touches inside a transaction of Spring back until it is committed. */
@AutoConfiguration(before = FragmentCacheAutoConfiguration.class)
@ConditionalOnClass(TransactionSynchronizationManager.class)
public class FragmentCacheTransactionAutoConfiguration {
    /** First, so that a second deferral is told as one of the application's bean. */
    @Bean
    @Order(0)
    @ConditionalOnMissingBean(name = "fragmentTouchesAfterCommit")
    FragmentCacheBuilderCustomizer fragmentTouchesAfterCommit() {
        return builder -> builder.deferTouches(new AfterCommit());
    }
}
