package io.fragmentcache.digest;

import java.util.ArrayList;
import java.util.List;

/** Finds {@code [[…]]} and {@code [(…)]} in text that the parser leaves whole: comments, CDATA, scripts. */
final class InlinedExpressions {
    private InlinedExpressions() {}

    static List<String> in(String text) {
        List<String> expressions = new ArrayList<>();
        for (int open = text.indexOf('['); open >= 0 && open + 1 < text.length(); open = text.indexOf('[', open + 1)) {
            char inner = text.charAt(open + 1);
            if (inner == '[' || inner == '(') {
                int end = end(text, open + 2, inner == '[' ? "]]" : ")]");
                if (end >= 0) {
                    expressions.add(text.substring(open + 2, end));
                    open = end;
                }
            }
        }
        return expressions;
    }

    private static int end(String text, int from, String closing) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\'') {
                quoted = !quoted;
            } else if (!quoted && text.startsWith(closing, i)) {
                return i;
            }
        }
        return -1;
    }
}
