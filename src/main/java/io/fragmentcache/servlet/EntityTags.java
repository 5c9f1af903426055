package io.fragmentcache.servlet;

import java.util.Enumeration;

/**
 * Reads {@code If-None-Match} (RFC 9110, section 13.1.2). What is not well-formed, and what comes after a hundred tags,
 * matches nothing: then the page is sent, which is never wrong.
 */
final class EntityTags {
    private static final int MOST = 100;

    private EntityTags() {}

    /**
     * Whether one of the tags is this one, by weak comparison: {@code W/"a"} and {@code "a"} are the same.
     *
     * @param fields the values of the header, each a list
     * @param tag what the page has
     */
    static boolean match(Enumeration<String> fields, String tag) {
        String opaque = opaque(tag);
        int left = MOST;
        while (fields.hasMoreElements()) {
            String field = fields.nextElement();
            if (field.strip().equals("*")) {
                return true;
            }
            int at = 0;
            while (left-- > 0 && (at = skip(field, at)) < field.length()) {
                int open = field.startsWith("W/", at) ? at + 2 : at;
                int close = field.startsWith("\"", open) ? field.indexOf('"', open + 1) : -1;
                if (close < 0) {
                    return false;
                }
                if (field.regionMatches(open, opaque, 0, opaque.length()) && close - open + 1 == opaque.length()) {
                    return true;
                }
                at = close + 1;
                if (at < field.length() && " \t,".indexOf(field.charAt(at)) < 0) {
                    return false;
                }
            }
        }
        return false;
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /** Over blanks and commas; empty members are allowed (section 5.6.1.2). */
    private static int skip(String field, int from) {
        int at = from;
        while (at < field.length() && " \t,".indexOf(field.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
