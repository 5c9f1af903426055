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

    /** The utility object that knows the templates around. */
    String TEMPLATES_AROUND = "execInfo";

    /** The utility object of Spring that shows what the visitor's theme says. */
    String THEMES = "themes";

    /** Ignores every read. */
    ReadListener NONE = (fact, value) -> {};

    void read(String fact, @Nullable Object value);

    /** A variable of the context is read, or asked for, by its name as an attribute of the request. */
    default void attribute(String name, @Nullable Object value) {}

    /** A rendering without a request reads a fact that it was not given. */
    default void notGiven(String fact) {}

    /**
     * What a form is bound to is read.
     *
     * @param hasErrors whether something was typed into it that was refused
     */
    default void typed(String bound, boolean hasErrors) {}

    /** A template is included. */
    default void included(String template) {}

    /** A number is taken that counts over the whole page, for an id. */
    default void numbered() {}

    /** A utility object is asked for that tells more than its arguments say, such as the time. */
    default void utility(String name) {}

    /** The fact of this kind and name. */
    static String fact(String kind, String name) {
        return kind + "." + name;
    }
}
