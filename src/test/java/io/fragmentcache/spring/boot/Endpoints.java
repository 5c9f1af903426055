package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;

/** The endpoint, for tests of what it tells beside others. */
public final class Endpoints {
    private Endpoints() {}

    public static FragmentsEndpoint of(FragmentCache cache) {
        return new FragmentsEndpoint(cache);
    }
}
