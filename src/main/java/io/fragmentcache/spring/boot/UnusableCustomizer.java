package io.fragmentcache.spring.boot;

import io.fragmentcache.problem.Problem;
import java.util.List;

/** A bean of the application that asks the builder of the cache, or of its filter, for something that it refuses. */
final class UnusableCustomizer extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    /**
     * @param kind simple name of its interface
     * @param bean its name
     * @param before names of the beans that were called before it
     */
    UnusableCustomizer(String kind, String bean, List<String> before, Problem cause) {
        super("The " + kind + " '" + bean + "' cannot be applied.", cause);
        this.remedy = cause.withAnchor() + " Applied before it: the properties " + FragmentCacheProperties.PREFIX + ".*"
                + (before.isEmpty() ? "" : ", then " + String.join(", ", before)) + ".";
    }

    /** Why, and what is allowed. */
    String remedy() {
        return remedy;
    }
}
