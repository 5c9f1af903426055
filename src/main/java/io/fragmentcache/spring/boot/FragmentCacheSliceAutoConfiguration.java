package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.thymeleaf.CacheDialect;
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
 * The cache of tests of one controller ({@code @WebMvcTest}). Every fragment passes the guard, in strict mode, and nothing is
 * stored: tests that share a context would see what others mocked.
 */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration",
            "org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration"
        })
@ConditionalOnClass(ITemplateEngine.class)
@EnableConfigurationProperties(FragmentCacheProperties.class)
public class FragmentCacheSliceAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    FragmentCache fragmentCache(
            FragmentCacheProperties properties, Environment environment, ListableBeanFactory beans) {
        FragmentCacheBuilder builder = new BootBuilder(properties, environment)
                .over(CaffeineStore.ofBytes(0))
                .strict(true);
        new Customizers<>(FragmentCacheBuilderCustomizer.class, beans).each(bean -> bean.customize(builder));
        return builder.build();
    }

    @Bean
    @ConditionalOnMissingBean
    CacheDialect cacheDialect(FragmentCache cache) {
        return new CacheDialect(cache);
    }

    @Bean
    FragmentListeners fragmentListeners(ObjectProvider<FragmentCache> caches, ObjectProvider<Listener> listeners) {
        return new FragmentListeners(caches, listeners);
    }
}
