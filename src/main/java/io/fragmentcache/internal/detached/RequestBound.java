package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.engine.RequestScope;
import java.util.List;

/** Tells variables that belong to a request and must not leave it: attributes of containers and frameworks. */
final class RequestBound {
    private static final List<String> NAMES = List.of(
            "jakarta.servlet.", "org.springframework.", "org.apache.", "org.eclipse.jetty.", "thymeleaf::", "cache::");
    private static final List<String> TYPES = List.of(
            "org.springframework.web.servlet.support.", "org.thymeleaf.spring6.context.", "org.apache.catalina.");

    private RequestBound() {}

    static boolean is(String name, Object value) {
        String type = value.getClass().getName();
        return name.equals(RequestScope.ATTRIBUTE)
                || NAMES.stream().anyMatch(name::startsWith)
                || TYPES.stream().anyMatch(type::startsWith);
    }
}
