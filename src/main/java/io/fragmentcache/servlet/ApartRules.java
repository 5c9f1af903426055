package io.fragmentcache.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Predicate;

/**
 * How holes with {@code cache:apart} are filled.
 *
 * @param path of the {@link HoleServlet}, from the application's root
 * @param byBrowser whose browser fetches them, where no edge does
 */
record ApartRules(String path, Predicate<HttpServletRequest> byBrowser) {}
