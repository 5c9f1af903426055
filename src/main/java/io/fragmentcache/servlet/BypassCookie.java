package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.Requests;
import jakarta.servlet.http.HttpServletRequest;

/** The signed right to see pages as if there were no cache. It says until when, and nothing else. */
final class BypassCookie {
    static final String NAME = "fragment-cache-bypass";
    private static final String PURPOSE = "bypass";

    private BypassCookie() {}

    /** @param until microseconds since 1970 */
    static String sign(Requests requests, long until) {
        return requests.signer().forPurpose(PURPOSE).sign(until);
    }

    static boolean isValid(Requests requests, HttpServletRequest request) {
        return Cookies.named(NAME, request)
                .anyMatch(value ->
                        requests.signer().forPurpose(PURPOSE).open(value).orElse(0) > requests.now());
    }
}
