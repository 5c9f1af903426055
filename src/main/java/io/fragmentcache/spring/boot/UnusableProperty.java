package io.fragmentcache.spring.boot;

import io.fragmentcache.problem.Problem;
import java.util.function.Supplier;

/** A property that the cache cannot be built with. */
final class UnusableProperty extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    private UnusableProperty(String sentence, Problem cause) {
        super(sentence, cause);
        this.remedy = cause.withAnchor();
    }

    /** Why, and what is allowed. */
    String remedy() {
        return remedy;
    }

    /** Returns what is made of the property. Names the property and its value if that fails. */
    static <T> T check(String property, Object value, Supplier<T> made) {
        return attempt(property + " = " + value + " cannot be used.", made);
    }

    /** As {@link #check}, of a value that must not be shown. */
    static <T> T checkSecret(String property, Supplier<T> made) {
        return attempt(property + " cannot be used.", made);
    }

    private static <T> T attempt(String sentence, Supplier<T> made) {
        try {
            return made.get();
        } catch (Problem e) {
            throw new UnusableProperty(sentence, e);
        }
    }
}
