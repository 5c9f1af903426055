package io.fragmentcache.internal.template;

/** Marks the processors of this dialect: what they do to a model is known, so bodies can be cut out beside them. */
public interface CacheProcessor {}
