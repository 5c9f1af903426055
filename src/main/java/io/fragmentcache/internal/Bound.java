package io.fragmentcache.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a collection that lives longer than a request: what keeps it from growing without end. A test finds every collection of
 * a cache at work, and refuses one whose field does not say this.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Bound {
    /** The bound, for people: a weight, a number, or what it is a part of. */
    String value();
}
