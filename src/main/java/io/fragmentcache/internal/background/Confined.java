package io.fragmentcache.internal.background;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The fragments whose variables belong to the request that asks, such as entities of its persistence session. They are not
 * regenerated in the background; their next reader renders them. Thread-safe.
 */
public final class Confined {
    private static final int MOST = 10_000;

    @Bound("10 000; those beyond are tried in the background, and fail there")
    private final Set<Locator> fragments = ConcurrentHashMap.newKeySet();

    private final Consumer<Problem> warn;

    public Confined(Consumer<Problem> warn) {
        this.warn = warn;
    }

    /** @param variable as templates name it */
    public void add(Locator fragment, String variable) {
        if (fragments.size() < MOST && fragments.add(fragment)) {
            warn.accept(Problem.confined(fragment.toString(), variable));
        }
    }

    public boolean holds(Locator fragment) {
        return !fragments.isEmpty() && fragments.contains(fragment);
    }
}
