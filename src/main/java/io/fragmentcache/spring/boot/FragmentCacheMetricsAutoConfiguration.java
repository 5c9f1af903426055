package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.metrics.FlightEvents;
import io.fragmentcache.metrics.FragmentCacheMeters;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters, and events of Java Flight Recorder. */
@AutoConfiguration(after = FragmentCacheAutoConfiguration.class)
@ConditionalOnSingleCandidate(FragmentCache.class)
public class FragmentCacheMetricsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "fragment-cache.metrics.jfr", matchIfMissing = true)
    FlightEvents fragmentFlightEvents(FragmentCache cache) {
        FlightEvents events = new FlightEvents();
        cache.listen(events);
        return events;
    }

    /** Boot binds each bean of this kind to its registries. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Meters {
        @Bean
        @ConditionalOnMissingBean
        FragmentCacheMeters fragmentCacheMeters(FragmentCache cache, FragmentCacheProperties properties) {
            return new FragmentCacheMeters(cache, properties.metrics().cacheName());
        }
    }
}
