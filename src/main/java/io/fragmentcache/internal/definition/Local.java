package io.fragmentcache.internal.definition;

import org.jspecify.annotations.Nullable;

/**
 * A variable that a tag sets for what is inside it.
 *
 * @param by the attribute that sets it, for people
 * @param made what it is made of; null of what is another one each time, as in a loop, and of what cannot be told
 */
public record Local(String name, String by, @Nullable ExpressionReads made) {}
