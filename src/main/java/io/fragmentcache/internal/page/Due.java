package io.fragmentcache.internal.page;

/** What a tag's processor hands to the one that captures its body, in a local variable. */
sealed interface Due permits Pending, Rows, Due.Plain {
    /** The tag is to be rendered as if it had no mark. */
    record Plain() implements Due {}
}
