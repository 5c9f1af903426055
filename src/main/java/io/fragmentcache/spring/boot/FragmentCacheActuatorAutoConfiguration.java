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
    StoreFailures fragmentStoreFailures(FragmentCache cache) {
        StoreFailures failures = new StoreFailures(Clock.systemUTC());
        cache.listen(failures);
        return failures;
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    FragmentsEndpoint fragmentsEndpoint(FragmentCache cache) {
        return new FragmentsEndpoint(cache);
    }

    private static boolean isWell(FragmentCache cache, StoreFailures failures) {
        return failures.recent().isEmpty() && cache.engine().isStoreReachable();
    }

    /** Never down: pages go on without a store. */
    private static Map<String, Object> details(FragmentCache cache, StoreFailures failures) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("stores", cache.describeStores());
        failures.recent().ifPresent(failure -> {
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
        HealthIndicator fragmentsHealthIndicator(FragmentCache cache, StoreFailures failures) {
            return () -> (isWell(cache, failures) ? Health.up() : Health.unknown())
                    .withDetails(details(cache, failures))
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
                FragmentCache cache, StoreFailures failures) {
            return () -> (isWell(cache, failures)
                            ? org.springframework.boot.health.contributor.Health.up()
                            : org.springframework.boot.health.contributor.Health.unknown())
                    .withDetails(details(cache, failures))
                    .build();
        }
    }
}
