package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.inspect.FragmentInspector;
import io.fragmentcache.servlet.FragmentCacheFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** The filter and the inspector of web applications of servlets. */
@AutoConfiguration(after = FragmentCacheAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Filter.class, FilterRegistrationBean.class})
@ConditionalOnBean(FragmentCache.class)
public class FragmentCacheServletAutoConfiguration {
    /** The inspector must stand before the filter. */
    private static final int BEFORE_THE_FILTER = -200;

    @Bean
    @ConditionalOnMissingBean(value = FragmentCacheFilter.class, parameterizedContainer = FilterRegistrationBean.class)
    @ConditionalOnBooleanProperty(name = "fragment-cache.filter.enabled", matchIfMissing = true)
    FilterRegistrationBean<FragmentCacheFilter> fragmentCacheFilter(
            FragmentCache cache,
            FragmentCacheProperties properties,
            Environment environment,
            ListableBeanFactory beans) {
        PropertyFilter filter = new PropertyFilter(properties, environment);
        FilterRegistrationBean<FragmentCacheFilter> registration = new FilterRegistrationBean<>(
                filter.over(cache, new Customizers<>(FragmentCacheFilterCustomizer.class, beans)));
        registration.setOrder(properties.filter().order());
        // Asynchronous pages and pages of errors say whose they are too.
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        return registration;
    }

    @Bean
    @Order(BEFORE_THE_FILTER)
    @ConditionalOnBooleanProperty(name = "fragment-cache.inspector.enabled")
    ServletContextInitializer fragmentInspector(FragmentCache cache, FragmentCacheProperties properties) {
        String path = properties.inspector().path();
        FragmentInspector inspector = UnusableProperty.check(
                FragmentCacheProperties.PREFIX + ".inspector.path",
                path,
                () -> FragmentInspector.development(cache).at(path));
        return inspector::mount;
    }
}
