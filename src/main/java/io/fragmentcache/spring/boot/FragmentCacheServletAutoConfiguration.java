package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.edge.EdgePurge;
import io.fragmentcache.inspect.FragmentInspector;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.servlet.HoleServlet;
import io.fragmentcache.thymeleaf.CacheDialect;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.Objects;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.Environment;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.thymeleaf.ITemplateEngine;

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

    /** Closed before the cache, on which it depends. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("fragment-cache.edge.purge")
    EdgePurge fragmentEdgePurge(FragmentCache cache, FragmentCacheProperties properties) {
        return new PropertyEdge(properties.edge())
                .purge(cache, Objects.requireNonNull(properties.edge().purge()));
    }

    @Bean
    @ConditionalOnProperty("fragment-cache.edge.holes")
    @ConditionalOnClass(name = "org.thymeleaf.spring6.context.webmvc.SpringWebMvcThymeleafRequestContext")
    ServletRegistrationBean<HoleServlet> fragmentHoles(
            CacheDialect dialect,
            ITemplateEngine engine,
            FragmentCacheProperties properties,
            ApplicationContext beans,
            @Qualifier("mvcConversionService") ObjectProvider<ConversionService> conversion) {
        String path = Objects.requireNonNull(properties.edge().holes());
        HoleServlet servlet = new HoleServlet(
                dialect.apartHoles(engine),
                new SpringHoleVariables(beans, conversion.getIfAvailable(DefaultFormattingConversionService::new)));
        ServletRegistrationBean<HoleServlet> registration = new ServletRegistrationBean<>(servlet, path, path + ".js");
        registration.setName("fragmentHoles");
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
