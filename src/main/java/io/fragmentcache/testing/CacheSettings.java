package io.fragmentcache.testing;

import io.fragmentcache.FragmentCacheBuilder;
import java.util.function.UnaryOperator;

/** Settings of a cache under test, by class name: for {@link FragmentTest#settings()}. */
@FunctionalInterface
public interface CacheSettings extends UnaryOperator<FragmentCacheBuilder> {}
