package io.fragmentcache.internal.scan;

/** What can be told of an attribute's value before it is parsed. */
public final class ExpressionText {
    private ExpressionText() {}

    /**
     * Whether the engine reads the whole as an expression, which it does when a tilde with a brace stands outside of brackets
     * before any {@code ::} or named parameter. Anything else it takes for the inside of a fragment expression.
     */
    public static boolean isWhole(String value) {
        int brackets = 0;
        int parentheses = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (quoted) {
                continue;
            } else if (brackets == 0 && value.startsWith("~{", i)) {
                return true;
            } else if (brackets == 0 && (value.startsWith("::", i) || c == '=' && parentheses == 1)) {
                return false;
            } else if (c == '{' || c == '}') {
                brackets += c == '{' ? 1 : -1;
            } else if (brackets == 0 && (c == '(' || c == ')')) {
                parentheses += c == '(' ? 1 : -1;
            }
        }
        return false;
    }

    /** Whether {@code __…__} stands in it. One mark alone, as in {@code card__title}, is plain text to the engine. */
    static boolean isPreprocessed(String value) {
        int first = value.indexOf("__");
        return first >= 0 && value.indexOf("__", first + 2) >= 0;
    }
}
