package io.fragmentcache.key;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fact of the request that splits keys, registered under a name: a currency, a role, a device class. It must give few
 * values, and the same one for all visitors who may see the same text.
 */
@FunctionalInterface
public interface Vary {
    /** The fact, as a plain value (string, number, boolean, enum); null where the request has none. */
    @Nullable Object of(Request request);

    /** What a request says of itself. What is read here counts as declared. */
    interface Request {
        @Nullable String cookie(String name);

        @Nullable String header(String name);

        @Nullable String parameter(String name);

        @Nullable Object session(String attribute);

        /** The name of the one who is logged in. */
        @Nullable String principal();

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
