package io.fragmentcache.spring.boot;

import io.fragmentcache.servlet.FragmentCacheFilterBuilder;

/** Configures what properties of the filter cannot, such as {@code bypass}. Beans of this type are called in their order. */
@FunctionalInterface
public interface FragmentCacheFilterCustomizer {
    /** Configures the filter. */
    void customize(FragmentCacheFilterBuilder builder);
}
