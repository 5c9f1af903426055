package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.servlet.EdgeTags;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.servlet.FragmentCacheFilterBuilder;
import io.fragmentcache.spring.boot.FragmentCacheProperties.ETags;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The filter that the properties describe. */
record PropertyFilter(FragmentCacheProperties properties, Environment environment) {
    private static final String PREFIX = FragmentCacheProperties.PREFIX + ".filter.";

    FragmentCacheFilter over(FragmentCache cache, Customizers<FragmentCacheFilterCustomizer> customizers) {
        FragmentCacheProperties.Filter filter = properties.filter();
        FragmentCacheFilterBuilder builder = FragmentCacheFilter.over(cache)
                .serverTiming(filter.serverTiming())
                .currentRequest(PropertyFilter::seenByController);
        set("name", filter.name(), builder::name);
        set("max-age", filter.maxAge(), builder::maxAge);
        set("cdn-max-age", filter.cdnMaxAge(), builder::cdnMaxAge);
        set("stale-while-revalidate", filter.staleWhileRevalidate(), builder::staleWhileRevalidate);
        set("stale-if-error", filter.staleIfError(), builder::staleIfError);
        switch (etags(filter)) {
            case STRONG -> {}
            case WEAK -> builder.weakETags();
            case NONE -> builder.noETags();
        }
        EdgeTags tags = new PropertyEdge(properties.edge()).tags();
        if (tags != null) {
            builder.edgeTags(tags);
        }
        String holes = properties.edge().holes();
        if (holes != null) {
            UnusableProperty.check(
                    FragmentCacheProperties.PREFIX + ".edge.holes", holes, () -> builder.apartHoles(holes));
        }
        customizers.each(customizer -> customizer.customize(builder));
        if (!properties.enabled()) {
            builder.bypass(request -> true);
        }
        if (tags != null && filter.staleWhileRevalidate() == null && filter.staleIfError() == null) {
            return UnusableProperty.check(
                    FragmentCacheProperties.PREFIX + ".edge.header", tags.header(), builder::build);
        }
        // What can be wrong with the whole is one of these two without a max-age.
        return filter.staleWhileRevalidate() != null || filter.staleIfError() == null
                ? UnusableProperty.check(
                        PREFIX + "stale-while-revalidate",
                        String.valueOf(filter.staleWhileRevalidate()),
                        builder::build)
                : UnusableProperty.check(PREFIX + "stale-if-error", filter.staleIfError(), builder::build);
    }

    /** Tomcat does not compress a page with a strong ETag, since its bytes would change. */
    private ETags etags(FragmentCacheProperties.Filter filter) {
        if (filter.etags() != null) {
            return filter.etags();
        }
        return environment.getProperty("server.compression.enabled", Boolean.class, false) ? ETags.WEAK : ETags.STRONG;
    }

    /** Spring Security wraps the request behind this filter, so that it knows roles. */
    private static HttpServletRequest seenByController(HttpServletRequest request) {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getRequest()
                : request;
    }

    private static <T> void set(String name, @Nullable T value, Function<T, FragmentCacheFilterBuilder> setter) {
        if (value != null) {
            UnusableProperty.check(PREFIX + name, value, () -> setter.apply(value));
        }
    }
}
