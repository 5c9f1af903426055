package io.fragmentcache.internal.definition;

import org.jspecify.annotations.Nullable;

/**
 * Is told what a fragment reads that its key may not hold: each fact of a request, such as {@code session.user},
 * {@code cookie.currency} or {@code principal}, and what is not the same whenever it is read.
 */
@FunctionalInterface
public interface ReadListener {
    String SESSION = "session";
    String COOKIE = "cookie";
    String HEADER = "header";
    String PARAMETER = "param";
    String PRINCIPAL = "principal";

    /** Stands for a name where all of a kind were read. */
    String ALL = "*";

    /** In place of a value that may be any: of several facts at once, or of an object of the container. */
    Object UNKNOWN = new Object();

    /** For whoever does not want to know. */
    ReadListener NONE = (fact, value) -> {};

    void read(String fact, @Nullable Object value);

    /** As {@link #read}, and says what the reader is given: the value, unless somebody tries what another would change. */
    default @Nullable Object answer(String fact, @Nullable Object value) {
        read(fact, value);
        return value;
    }

    /** A template is included. */
    default void included(String template) {}

    /** A number is taken that counts over the whole page, for an id. */
    default void numbered() {}

    /** A utility object is asked for that can tell the time, among other things. */
    default void utility(String name) {}

    /** The fact of this kind and name. */
    static String fact(String kind, String name) {
        return kind + "." + name;
    }
}
