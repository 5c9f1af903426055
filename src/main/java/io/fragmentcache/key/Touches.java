package io.fragmentcache.key;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an association of a model: touching the model touches what the association refers to, one model or a collection of
 * them, and so on upward.
 *
 * <pre>{@code
 * record Review(long id, @Touches Product product, String text, int version) { … }
 * }</pre>
 *
 * <p>Fragments need no such thing for what they have shown: whatever is inside a fragment outdates it. It is for what
 * they have not shown yet: a new review is in no fragment, but the product's list of reviews must be rendered again.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
public @interface Touches {}
