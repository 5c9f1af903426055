package io.fragmentcache.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The cookies that a browser sends. A browser may send several of one name: of other paths and domains, or set by
 * another application of the same site. None of them may hide the others.
 */
final class Cookies {
    private Cookies() {}

    /** The values of all cookies of this name. */
    static Stream<String> named(String name, HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Stream.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue);
    }
}
