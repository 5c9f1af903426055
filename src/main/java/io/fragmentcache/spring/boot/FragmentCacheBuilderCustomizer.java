package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCacheBuilder;

/**
 * Configures what properties cannot: {@code vary}, {@code model}, {@code touches}, {@code source} and so on. Beans of this
 * type are called in their order, after the properties.
 *
 * <pre>{@code
 * @Bean
 * FragmentCacheBuilderCustomizer currency() {
 *     return builder -> builder.vary("currency", request -> request.cookie("currency"));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface FragmentCacheBuilderCustomizer {
    /** Configures the builder. */
    void customize(FragmentCacheBuilder builder);
}
