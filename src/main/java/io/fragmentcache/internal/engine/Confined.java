package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fragments whose variables belong to the request that asks, such as entities of its persistence session. They are not
 * regenerated in the background; their next reader renders them. Thread-safe.
 */
final class Confined {
    private static final int MOST = 10_000;

    @Bound("10 000; those beyond are tried in the background, and fail there")
    private final Set<Locator> fragments = ConcurrentHashMap.newKeySet();

    private final SafeListener listener;

    Confined(SafeListener listener) {
        this.listener = listener;
    }

    /** @param variable as templates name it */
    void add(Locator fragment, String variable) {
        if (fragments.size() < MOST && fragments.add(fragment)) {
            listener.warned(Problem.confined(fragment.toString(), variable));
        }
    }

    boolean holds(Locator fragment) {
        return !fragments.isEmpty() && fragments.contains(fragment);
    }
}
