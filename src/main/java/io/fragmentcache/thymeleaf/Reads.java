package io.fragmentcache.thymeleaf;

import org.jspecify.annotations.Nullable;

/** Is told of each fact of a request that is read: {@code session.user}, {@code cookie.currency}, {@code principal}. */
@FunctionalInterface
interface Reads {
    String SESSION = "session";
    String COOKIE = "cookie";
    String HEADER = "header";
    String PARAMETER = "param";
    String PRINCIPAL = "principal";

    /** Stands for a name where all of a kind were read. */
    String ALL = "*";

    /** In place of a value that may be any: of several facts at once, or of an object of the container. */
    Object UNKNOWN = new Object();

    void read(String fact, @Nullable Object value);

    /** The fact of this kind and name. */
    static String fact(String kind, String name) {
        return kind + "." + name;
    }
}
