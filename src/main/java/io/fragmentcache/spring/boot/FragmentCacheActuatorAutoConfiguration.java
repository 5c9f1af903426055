package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint {@code fragments}, and the health of the stores. */
@AutoConfiguration(after = FragmentCacheAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnSingleCandidate(FragmentCache.class)
public class FragmentCacheActuatorAutoConfiguration {
    @Bean
    FragmentCounts fragmentCounts(FragmentCache cache) {
        FragmentCounts counts = new FragmentCounts(Clock.systemUTC());
        cache.listen(counts);
        return counts;
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    FragmentsEndpoint fragmentsEndpoint(FragmentCache cache, FragmentCounts counts) {
        return new FragmentsEndpoint(cache, counts);
    }

    /** Never down: pages go on without a store. */
    private static Map<String, Object> details(FragmentCache cache, FragmentCounts counts) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("stores", cache.describeStores());
        counts.recentFailure().ifPresent(failure -> {
            details.put("failed", failure.operation());
            details.put("cause", failure.cause());
        });
        return details;
    }

    /** The names of Boot 3. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    @ConditionalOnBooleanProperty(name = "management.health.fragments.enabled", matchIfMissing = true)
    static class HealthOfBoot3 {
        @Bean
        @ConditionalOnMissingBean(name = "fragmentsHealthIndicator")
        HealthIndicator fragmentsHealthIndicator(FragmentCache cache, FragmentCounts counts) {
            return () -> (counts.recentFailure().isPresent() ? Health.unknown() : Health.up())
                    .withDetails(details(cache, counts))
                    .build();
        }
    }

    /** The names of Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    @ConditionalOnBooleanProperty(name = "management.health.fragments.enabled", matchIfMissing = true)
    static class HealthOfBoot4 {
        @Bean
        @ConditionalOnMissingBean(name = "fragmentsHealthIndicator")
        org.springframework.boot.health.contributor.HealthIndicator fragmentsHealthIndicator(
                FragmentCache cache, FragmentCounts counts) {
            return () -> (counts.recentFailure().isPresent()
                            ? org.springframework.boot.health.contributor.Health.unknown()
                            : org.springframework.boot.health.contributor.Health.up())
                    .withDetails(details(cache, counts))
                    .build();
        }
    }
}
