package io.fragmentcache.internal.definition;

import java.util.HashSet;
import java.util.Set;

/**
 * Finds the variables in an expression of the application's own language, OGNL or SpEL: names that stand for themselves, no
 * properties, methods, beans or utilities. A name too many does no harm.
 */
final class VariableNames {
    private static final Set<String> OF_REQUEST = Set.of("#authentication", "#authorization");
    private static final Set<String> ALL_VARIABLES = Set.of("#vars", "#root");

    private final String text;
    private final Set<String> names = new HashSet<>();
    private final Set<String> facts = new HashSet<>();
    private int at;

    private VariableNames(String text) {
        this.text = text;
    }

    static ExpressionReads in(String expression) {
        VariableNames found = new VariableNames(expression);
        found.scan();
        return new ExpressionReads(found.names, found.facts);
    }

    private void scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                quoted();
            } else if (Character.isDigit(c)) {
                word();
            } else if (Character.isJavaIdentifierStart(c)) {
                int start = at;
                named(start, word());
            } else {
                at++;
            }
        }
    }

    /** The literal from here on. */
    private String quoted() {
        char quote = text.charAt(at);
        int start = ++at;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        int end = Math.min(at, text.length());
        at = end + 1;
        return text.substring(start, end);
    }

    private String word() {
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private void named(int start, String word) {
        int before = before(start);
        char sign = before < 0 ? ' ' : text.charAt(before);
        if (sign == '.' && !ofAllVariables(before) || sign == '@') {
            return;
        }
        if (sign == '#') {
            utility("#" + word);
        } else if (follows('(')) {
            return;
        } else if (word.equals(ReadListener.SESSION) || word.equals(ReadListener.PARAMETER)) {
            facts.add(ReadListener.fact(word, member()));
        } else if (word.equals("_csrf")) {
            facts.add(word);
        } else {
            names.add(word);
        }
    }

    private void utility(String word) {
        if (OF_REQUEST.contains(word)) {
            facts.add(ReadListener.PRINCIPAL);
        } else if (word.equals("#ctx")
                && (text.contains("xchange")
                        || text.contains(ReadListener.SESSION)
                        || text.contains(ReadListener.PARAMETER))) {
            facts.add("what #ctx tells of the request");
        }
    }

    /** The index of the last character that is no blank; -1 where there is none. */
    private int before(int start) {
        int index = start - 1;
        while (index >= 0 && Character.isWhitespace(text.charAt(index))) {
            index--;
        }
        return index;
    }

    private boolean ofAllVariables(int dot) {
        String left = text.substring(0, dot).stripTrailing();
        return ALL_VARIABLES.stream().anyMatch(left::endsWith);
    }

    private boolean follows(char sign) {
        int index = at;
        while (index < text.length() && Character.isWhitespace(text.charAt(index))) {
            index++;
        }
        return index < text.length() && text.charAt(index) == sign;
    }

    /** What is read of a map of the request: {@code .user}, {@code ['user']}; of all else, anything. */
    private String member() {
        int start = at;
        at += text.startsWith("?.", at) ? 2 : text.startsWith(".", at) ? 1 : 0;
        if (at > start) {
            String member = word();
            if (!member.isEmpty() && !follows('(')) {
                return member;
            }
        } else if (text.startsWith("['", at) || text.startsWith("[\"", at)) {
            at++;
            return quoted();
        }
        return ReadListener.ALL;
    }
}
