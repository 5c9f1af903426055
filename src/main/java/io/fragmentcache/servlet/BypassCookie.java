package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.Engine;
import jakarta.servlet.http.HttpServletRequest;

/** The signed right to see pages as if there were no cache. It says until when, and nothing else. */
final class BypassCookie {
    static final String NAME = "fragment-cache-bypass";
    private static final String PURPOSE = "bypass";

    private BypassCookie() {}

    /** @param until microseconds since 1970 */
    static String sign(Engine engine, long until) {
        return engine.seal().forPurpose(PURPOSE).sign(until);
    }

    static boolean isValid(Engine engine, HttpServletRequest request) {
        return Cookies.named(NAME, request)
                .anyMatch(value -> engine.seal().forPurpose(PURPOSE).open(value).orElse(0) > engine.now());
    }
}
