package io.fragmentcache.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.io.Writer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wrappers of Spring Security and Spring Session, which hand on what is written as it is, and only look for the moment
 * when the response is committed. Whether any other wrapper does so cannot be told.
 */
final class WatchingWrappers {
    private static final String SECURITY = "org.springframework.security.web.util.OnCommittedResponseWrapper";
    private static final String SESSION = "org.springframework.session.web.http.OnCommittedResponseWrapper";
    private static final Set<String> WRITERS =
            Set.of(SECURITY + "$SaveContextPrintWriter", SESSION + "$SaveContextPrintWriter");
    private static final Set<String> KNOWN = Set.of(SECURITY, SESSION, ServletResponseWrapper.class.getName());

    private static final ClassValue<Boolean> WATCHES = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> wrapper) {
            return isKnown(wrapper, "getWriter") && isKnown(wrapper, "getOutputStream");
        }
    };

    private WatchingWrappers() {}

    private static boolean isKnown(Class<?> wrapper, String method) {
        try {
            return KNOWN.contains(wrapper.getMethod(method).getDeclaringClass().getName());
        } catch (NoSuchMethodException impossible) {
            return false;
        }
    }

    /** Whether nothing else stands between this response and the container. */
    static boolean only(ServletResponse response) {
        return down(response, null) == null;
    }

    /** Whether this writer, of this response, hands all that it gets to the page. */
    static boolean leadTo(ServletResponse page, ServletResponse response, Writer out) {
        return WRITERS.contains(out.getClass().getName()) && down(response, page) == page;
    }

    /** The first response below that does more than watch; null where that is the container's. */
    private static @Nullable ServletResponse down(ServletResponse response, @Nullable ServletResponse page) {
        ServletResponse at = response;
        while (at != page && at instanceof ServletResponseWrapper wrapper && WATCHES.get(wrapper.getClass())) {
            at = wrapper.getResponse();
        }
        return at == page || at instanceof ServletResponseWrapper ? at : null;
    }
}
