package io.fragmentcache.internal.scan;

import java.util.ArrayList;
import java.util.List;

/** Finds {@code [[…]]} and {@code [(…)]} in text that the parser leaves whole, as the engine does when it renders. */
final class InlinedExpressions {
    private InlinedExpressions() {}

    static List<String> in(String text) {
        List<String> expressions = new ArrayList<>();
        int from = 0;
        for (int start = start(text, from); start >= 0; start = start(text, from)) {
            int end = end(text, start + 2, text.charAt(start + 1) == '[' ? "]]" : ")]");
            if (end < 0) {
                break;
            }
            expressions.add(text.substring(start + 2, end));
            from = end + 2;
        }
        return expressions;
    }

    private static int start(String text, int from) {
        for (int at = text.indexOf('[', from); at >= 0 && at + 1 < text.length(); at = text.indexOf('[', at + 1)) {
            if (text.charAt(at + 1) == '[' || text.charAt(at + 1) == '(') {
                return at;
            }
        }
        return -1;
    }

    private static int end(String text, int from, String closing) {
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && text.startsWith(closing, i)) {
                return i;
            }
            if (c == '"' || c == '\'') {
                quote = quote == 0 ? c : quote == c ? 0 : quote;
            }
        }
        return -1;
    }
}
