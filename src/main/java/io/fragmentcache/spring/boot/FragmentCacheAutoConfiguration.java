package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.spi.ContextPropagator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import io.fragmentcache.thymeleaf.CacheDialect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.thymeleaf.ITemplateEngine;

/**
 * The cache and its dialect. One class serves Boot 3.5 and 4: types that moved between them are named by text only.
 *
 * <p>A bean of {@link FragmentCache}, {@link Store} or {@link CacheDialect} of the application replaces the one from here.
 */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration",
            "org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration"
        })
@ConditionalOnClass(ITemplateEngine.class)
@EnableConfigurationProperties(FragmentCacheProperties.class)
public class FragmentCacheAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(FragmentCache.class);

    @Bean
    @ConditionalOnMissingBean
    FragmentCache fragmentCache(
            FragmentCacheProperties properties,
            Environment environment,
            ObjectProvider<Store> stores,
            ObjectProvider<ContextPropagator> propagators,
            ListableBeanFactory beans) {
        BootBuilder settings = new BootBuilder(properties, environment);
        FragmentCacheBuilder builder = settings.over(store(properties, environment, stores));
        propagators.orderedStream().forEach(builder::propagate);
        new Customizers<>(FragmentCacheBuilderCustomizer.class, beans).each(bean -> bean.customize(builder));
        FragmentCache cache = builder.build();
        if (properties.enabled()) {
            Settings effective = cache.engine().settings();
            LOG.info(
                    "Fragment cache: {}; {}; namespace '{}'; strict {}",
                    String.join(", in front of ", cache.describeStores()),
                    effective.lifetime(),
                    effective.namespace(),
                    effective.strict());
        } else {
            LOG.info("Fragment cache: off (fragment-cache.enabled=false); fragments are rendered for each request");
        }
        return cache;
    }

    /** Where the cache is off, no store is opened: Redis is not asked for, and no file is locked. */
    private static Store store(
            FragmentCacheProperties properties, Environment environment, ObjectProvider<Store> stores) {
        if (!properties.enabled()) {
            return CaffeineStore.ofBytes(0);
        }
        Store own = stores.getIfUnique();
        return own != null ? own : new PropertyStore(properties.store(), environment).open();
    }

    /** Boot adds each bean of this kind to the template engine. */
    @Bean
    @ConditionalOnMissingBean
    CacheDialect cacheDialect(FragmentCache cache) {
        return new CacheDialect(cache);
    }

    @Bean
    FragmentCacheLifecycle fragmentCacheLifecycle(ObjectProvider<FragmentCache> caches) {
        return new FragmentCacheLifecycle(caches.stream().toList());
    }

    @Bean
    FragmentListeners fragmentListeners(ObjectProvider<FragmentCache> caches, ObjectProvider<Listener> listeners) {
        return new FragmentListeners(caches, listeners);
    }
}
