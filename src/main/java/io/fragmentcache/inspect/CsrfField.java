package io.fragmentcache.inspect;

import io.fragmentcache.internal.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Spring Security wants to see with each POST, found in the request attributes where it leaves it. Read by
 * reflection, since the inspector does not need Spring.
 */
final class CsrfField {
    /** By its type, as it is always left, and by the name that an application may change. */
    private static final List<String> ATTRIBUTES = List.of("org.springframework.security.web.csrf.CsrfToken", "_csrf");

    private CsrfField() {}

    /** The name and the value of a header; null where no filter asks for one. */
    static @Nullable Json of(HttpServletRequest request) {
        for (String attribute : ATTRIBUTES) {
            Object token = request.getAttribute(attribute);
            Json field = token == null ? null : of(token);
            if (field != null) {
                return field;
            }
        }
        return null;
    }

    private static @Nullable Json of(Object token) {
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
