package io.fragmentcache.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The request headers that a page varies by (RFC 9110, section 12.5.5). */
final class VaryHeader {
    private static final String HEADER = "Vary";
    /** RFC 9110, section 5.6.2: unlike a token of a structured field, a header name may begin with a digit. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private VaryHeader() {}

    /** Whether this can be the name of a header. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Adds what is not there. What the application said stays. */
    static void add(Set<String> names, HttpServletResponse response) {
        if (names.isEmpty()) {
            return;
        }
        Set<String> there = names(response);
        if (there.contains("*")) {
            return;
        }
        Set<String> missing = new TreeSet<>(names);
        missing.removeIf(name -> there.contains(name) || !NAME.matcher(name).matches());
        if (!missing.isEmpty()) {
            response.addHeader(HEADER, String.join(", ", missing));
        }
    }

    /** Whether the page is said to be another for each visitor. */
    static boolean coversVisitor(HttpServletResponse response) {
        Set<String> there = names(response);
        return there.contains("*") || there.contains("Cookie");
    }

    private static Set<String> names(HttpServletResponse response) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String value : response.getHeaders(HEADER)) {
            for (String name : value.split(",")) {
                names.add(name.strip());
            }
        }
        return names;
    }
}
