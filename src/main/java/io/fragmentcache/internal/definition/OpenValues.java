package io.fragmentcache.internal.definition;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.IWebRequest;
import org.thymeleaf.web.IWebSession;

/** Requests, sessions and exchanges, also those of containers and frameworks: values of which anything may be read. */
public final class OpenValues {
    /** By class, since it is asked for each read. */
    private static final ClassValue<Boolean> OPEN = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isOpen(type);
        }
    };

    /** A map of a request that tells what is read of it. */
    public interface Telling {}

    private OpenValues() {}

    static boolean isOne(Object value) {
        return OPEN.get(value.getClass());
    }

    /** Whether paths of a value may stand for it: not of a request, and not of an object that reports its own reads. */
    public static boolean hasPaths(@Nullable Object value) {
        return value != null && !isOne(value);
    }

    /** Also of the maps {@code session} and {@code param}, which do not report what is read of them. */
    private static boolean isOpen(Class<?> type) {
        return Map.class.isAssignableFrom(type) && type.getName().startsWith("org.thymeleaf.context.")
                || Telling.class.isAssignableFrom(type)
                || IWebExchange.class.isAssignableFrom(type)
                || IWebRequest.class.isAssignableFrom(type)
                || IWebSession.class.isAssignableFrom(type)
                || Frameworks.isOfContainer(type);
    }
}
