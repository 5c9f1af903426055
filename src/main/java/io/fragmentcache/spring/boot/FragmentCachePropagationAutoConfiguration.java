package io.fragmentcache.spring.boot;

import io.fragmentcache.spi.ContextPropagator;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Takes along to regenerations what is registered with Micrometer's context propagation: observations, and so traces.
 *
 * <p>Not what Spring itself registers. Since version 6.5 Spring Security hands the visitor's identity to every snapshot, and
 * what is regenerated is shown to all visitors.
 */
@AutoConfiguration(before = FragmentCacheAutoConfiguration.class)
@ConditionalOnClass(ContextSnapshotFactory.class)
@ConditionalOnBooleanProperty(name = "fragment-cache.propagate-context", matchIfMissing = true)
public class FragmentCachePropagationAutoConfiguration {
    /** In the keys of the security context, the request and the language of a thread. */
    private static final String OF_VISITORS = "org.springframework.";

    @Bean
    @ConditionalOnMissingBean(name = "fragmentContextPropagator")
    ContextPropagator fragmentContextPropagator() {
        ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
                .captureKeyPredicate(key -> !key.toString().contains(OF_VISITORS))
                .build();
        return () -> {
            ContextSnapshot snapshot = snapshots.captureAll();
            return snapshot::wrap;
        };
    }
}
