package io.fragmentcache.inspect;

import io.fragmentcache.internal.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What Spring Security wants to see with each POST, found in the request attribute where it leaves it. Read by
 * reflection, since the inspector does not need Spring.
 */
final class CsrfField {
    private static final String ATTRIBUTE = "_csrf";

    private CsrfField() {}

    /** The name and the value of a header; null where no filter asks for one. */
    static @Nullable Json of(HttpServletRequest request) {
        Object token = request.getAttribute(ATTRIBUTE);
        if (token == null) {
            return null;
        }
        String header = read(token, "getHeaderName");
        String value = read(token, "getToken");
        return header == null || value == null
                ? null
                : new Json().with("header", header).with("value", value);
    }

    /** By a public interface: the class itself need not be public. */
    private static @Nullable String read(Object token, String getter) {
        for (Class<?> at = token.getClass(); at != null; at = at.getSuperclass()) {
            for (Class<?> candidate : at.getInterfaces()) {
                try {
                    Method method = candidate.getMethod(getter);
                    return method.invoke(token) instanceof String text ? text : null;
                } catch (ReflectiveOperationException | IllegalArgumentException next) {
                    // Another of its interfaces may have it.
                }
            }
        }
        return null;
    }
}
