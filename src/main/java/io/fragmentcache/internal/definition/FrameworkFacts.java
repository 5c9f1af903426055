package io.fragmentcache.internal.definition;

import io.fragmentcache.key.Typed;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebExchange;

/**
 * What a framework around Thymeleaf knows of a request. Found by {@link java.util.ServiceLoader}; one whose framework is
 * absent fails to be made, and is left out. Thread-safe.
 */
public interface FrameworkFacts {
    /** Whether this tells the value of a fact. */
    default boolean tells(String fact) {
        return false;
    }

    /** Returns the value that a fact has now. */
    default @Nullable Object value(String fact, @Nullable IWebExchange exchange) {
        return null;
    }

    /** Whether a variable of the model is one visitor's. */
    default boolean isPersonal(String name, Object value, IWebExchange exchange) {
        return false;
    }

    /** Whether values of a class are requests, sessions or exchanges, of which anything may be read. */
    default boolean isOfContainer(Class<?> type) {
        return false;
    }

    /** Whether {@link #typed} may tell what stands in keys for objects of a class. */
    default boolean isTyped(Class<?> type) {
        return false;
    }

    /** Returns what stands in keys for an object of the framework; null for others. */
    default @Nullable Typed typed(Object value) {
        return null;
    }

    /**
     * Whether a text is unique to this visit and only known when it is asked for, as the token of a form. Begins no
     * session.
     */
    default boolean isSecret(String text, IWebExchange exchange) {
        return false;
    }

    /** Returns texts that are unique to this visit, such as the name of its session. Begins no session. */
    default Set<String> secrets(IWebExchange exchange) {
        return Set.of();
    }
}
