package io.fragmentcache.internal.guard;

/** Marks an exchange that stands for a request which is gone. */
public interface Detached {}
