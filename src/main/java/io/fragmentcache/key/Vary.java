package io.fragmentcache.key;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fact of the request that splits keys, registered under a name: a currency, a role, a device class. It must give few
 * values, and the same value for all visitors who may see the same HTML. Thread-safe.
 */
@FunctionalInterface
public interface Vary {
    /**
     * Returns the fact of a request. An exception is an error of the page.
     *
     * @param request valid during this call only
     * @return a plain value (string, number, boolean, enum); null if the request has none
     */
    @Nullable Object of(Request request);

    /** The values of a request. Strict mode takes what is read here for declared. */
    interface Request {
        /** Returns the value of a cookie; null if it is absent. */
        @Nullable String cookie(String name);

        /** Returns the first value of a header; null if it is absent. */
        @Nullable String header(String name);

        /** Returns the first value of a parameter; null if it is absent. */
        @Nullable String parameter(String name);

        /** Returns an attribute of the session; null if it is absent. */
        @Nullable Object session(String attribute);

        /** Returns the name of the visitor who is logged in; null without a login. */
        @Nullable String principal();

        /** Returns the locale of the page. */
        Locale locale();

        /** Returns the host that the request names; null where it names none. */
        default @Nullable String host() {
            return null;
        }

        /** Returns the path of the request, with that of the application in front. */
        default @Nullable String path() {
            return null;
        }
    }
}
