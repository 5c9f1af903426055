package io.fragmentcache.internal.definition;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.IWebSession;
import org.thymeleaf.web.servlet.IServletWebSession;

/** The very objects that a session holds. Small constants stand anywhere, so they tell nothing. */
public final class SessionObjects {
    /** An exchange whose request is gone. */
    public interface Kept {
        /** Returns what the session of that request held. */
        Set<Object> ofSession();
    }

    private SessionObjects() {}

    /** Returns them by identity; begins no session. */
    public static Set<Object> of(@Nullable IWebExchange exchange) {
        if (exchange instanceof Kept kept) {
            return kept.ofSession();
        }
        Set<Object> objects = Collections.newSetFromMap(new IdentityHashMap<>());
        IWebSession session = exchange == null ? null : exchange.getSession();
        if (session instanceof IServletWebSession && session.exists()) {
            for (String name : session.getAllAttributeNames()) {
                Object value = session.getAttributeValue(name);
                if (value != null && !isConstant(value)) {
                    objects.add(value);
                }
            }
        }
        return objects;
    }

    private static boolean isConstant(Object value) {
        return value instanceof Boolean
                || value instanceof Number
                || value instanceof Enum<?>
                || value instanceof Locale
                || value instanceof Character;
    }
}
