package io.fragmentcache.spring.boot;

import io.fragmentcache.metrics.FragmentObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Renders in traces, where the application observes anything. */
@AutoConfiguration(
        before = FragmentCacheAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public class FragmentCacheObservationAutoConfiguration {
    /** A propagator, which the cache takes when it is built, and a listener. */
    @Bean
    @ConditionalOnMissingBean
    FragmentObservations fragmentObservations(ObservationRegistry registry) {
        return FragmentObservations.of(registry);
    }
}
