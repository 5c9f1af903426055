package io.fragmentcache.internal.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What one expression reads of each name in it, where that can be told from its text: {@code session.user.plan} and
 * {@code p.name}, and of nothing else of {@code session.user} and {@code p}. An expression is understood that consists of
 * literals, operators, paths, calls with arguments and the utility objects that know nothing of a request. Of any other,
 * nothing is told. Immutable.
 */
public final class Paths {
    private static final Paths UNTOLD = new Paths(Map.of());
    private static final int LONGEST = 1_000;

    /** Operators and literals of both expression languages. */
    private static final Set<String> WORDS = Set.of(
            "true", "false", "null", "and", "or", "not", "eq", "neq", "ne", "lt", "gt", "lte", "le", "gte", "ge", "div",
            "mod", "matches", "between", "band", "bor", "xor", "shl", "shr", "ushr");

    /** Their expressions may make or ask for anything. */
    private static final Set<String> OPEN_WORDS = Set.of("new", "in", "instanceof");

    /** Utility objects that know their arguments only. */
    private static final Set<String> UTILITIES = Set.of(
            "strings",
            "numbers",
            "bools",
            "arrays",
            "lists",
            "sets",
            "maps",
            "aggregates",
            "objects",
            "dates",
            "calendars",
            "temporals");

    @Bound("500 KB of expressions")
    private static final Cache<String, Paths> KNOWN = Caffeine.newBuilder()
            .maximumWeight(500_000)
            .weigher((String expression, Paths paths) -> 100 + 4 * expression.length())
            .executor(Runnable::run)
            .build();

    /** By the first name of each path: what is read of it; empty where the value itself may be used in any way. */
    private final Map<String, Set<Path>> byRoot;

    private Paths(Map<String, Set<Path>> byRoot) {
        this.byRoot = byRoot;
    }

    /**
     * One path.
     *
     * @param source as it is written, without spaces
     * @param members how many there are, the first included
     * @param presence whether it is only compared with null
     */
    record Path(String source, int members, boolean presence) {}

    /**
     * Whether a name is an operator or a literal of one of the expression languages.
     *
     * @param name in small letters
     */
    static boolean isWord(String name) {
        return WORDS.contains(name) || OPEN_WORDS.contains(name);
    }

    /** Returns what an expression reads, without its braces. */
    public static Paths in(String expression) {
        return expression.length() > LONGEST ? UNTOLD : KNOWN.get(expression, each -> new Reader(each).read());
    }

    /** The facts that are read of an attribute of the session, by their names; empty where that cannot be told. */
    public List<String> ofSession(String attribute) {
        String whole = ReadListener.SESSION + '.' + attribute;
        List<String> names = new ArrayList<>();
        for (Path path : byRoot.getOrDefault(ReadListener.SESSION, Set.of())) {
            String plain = path.source.replace("?.", ".");
            if (plain.equals(ReadListener.SESSION) || plain.equals(whole) && !path.presence) {
                return List.of();
            }
            if (plain.equals(whole) || plain.startsWith(whole + '.')) {
                names.add(path.presence ? FactNames.PRESENCE + path.source : FactNames.VALUE + path.source);
            }
        }
        return names;
    }

    /** The facts that are read of a variable, by their names; empty where that cannot be told. */
    public List<String> ofVariable(String variable) {
        List<String> names = new ArrayList<>();
        for (Path path : byRoot.getOrDefault(variable, Set.of())) {
            if (path.members == 1 && !path.presence) {
                return List.of();
            }
            names.add(path.presence ? FactNames.PRESENCE + path.source : FactNames.VALUE + path.source);
        }
        return names;
    }

    /** The facts that are read of what {@code th:object} chose, by their names; empty where that cannot be told. */
    public List<String> ofSelection() {
        List<String> names = new ArrayList<>();
        byRoot.values()
                .forEach(paths -> paths.forEach(path ->
                        names.add((path.presence ? FactNames.PRESENCE : FactNames.VALUE) + "*{" + path.source + '}')));
        return names;
    }

    /** Reads one expression from its beginning to its end. */
    private static final class Reader {
        private final String text;
        private final Map<String, Set<Path>> byRoot = new LinkedHashMap<>();
        private int at;
        /** Whether an operand may begin here whose comparison with null is all that is done with it. */
        private boolean fresh = true;

        Reader(String text) {
            this.text = text;
        }

        Paths read() {
            while (skipSpace()) {
                if (!token()) {
                    return UNTOLD;
                }
            }
            return byRoot.isEmpty() ? UNTOLD : new Paths(byRoot);
        }

        private boolean skipSpace() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length();
        }

        private boolean token() {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                return literal(c);
            }
            if (c >= '0' && c <= '9') {
                number();
                return true;
            }
            if (isStart(c)) {
                return word();
            }
            if (c == '#') {
                return utility();
            }
            if (c == '.' || c == '?' && at + 1 < text.length() && text.charAt(at + 1) == '.') {
                return member();
            }
            return operator(c);
        }

        private boolean literal(char quote) {
            for (int i = at + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\') {
                    return false;
                }
                if (c == quote) {
                    at = i + 1;
                    fresh = false;
                    return true;
                }
            }
            return false;
        }

        private void number() {
            while (at < text.length() && (isPart(text.charAt(at)) || isDecimalPoint())) {
                at++;
            }
            fresh = false;
        }

        private boolean isDecimalPoint() {
            return text.charAt(at) == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
        }

        private String name() {
            int from = at;
            while (at < text.length() && isPart(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private boolean word() {
            String name = name();
            String lower = name.toLowerCase(Locale.ROOT);
            if (OPEN_WORDS.contains(lower)) {
                return false;
            }
            if (WORDS.contains(lower)) {
                fresh = lower.equals("and") || lower.equals("or");
                return true;
            }
            return path(name);
        }

        private boolean path(String root) {
            boolean first = fresh;
            StringBuilder source = new StringBuilder(root);
            int members = 1;
            while (true) {
                int end = at;
                String dot = skipSpace() ? dot() : "";
                if (dot.isEmpty() || !skipSpace() || !isStart(text.charAt(at))) {
                    at = end;
                    break;
                }
                String name = name();
                if (skipSpace() && text.charAt(at) == '(') {
                    if (!isGetter(name) || !closes()) {
                        // Called with arguments, which are read as any others are.
                        at = end;
                        break;
                    }
                    name += "()";
                }
                source.append(dot).append(name);
                members++;
            }
            if (skipSpace() && (text.charAt(at) == '(' || text.charAt(at) == '[')) {
                return false;
            }
            byRoot.computeIfAbsent(root, any -> new LinkedHashSet<>())
                    .add(new Path(source.toString(), members, first && comparesWithNull()));
            fresh = false;
            return true;
        }

        private String dot() {
            if (text.charAt(at) == '.') {
                at++;
                return ".";
            }
            if (text.startsWith("?.", at)) {
                at += 2;
                return "?.";
            }
            return "";
        }

        private static boolean isGetter(String name) {
            return name.matches("(?:get|is)\\p{Lu}\\w*|size|length|name|ordinal");
        }

        /** Whether parentheses open and close here, with nothing between. */
        private boolean closes() {
            int open = at;
            at++;
            if (skipSpace() && text.charAt(at) == ')') {
                at++;
                return true;
            }
            at = open;
            return false;
        }

        /** Whether all that is done with the path before this is to compare it with null. */
        private boolean comparesWithNull() {
            int after = at;
            boolean compares = skipSpace()
                    && comparison()
                    && skipSpace()
                    && isStart(text.charAt(at))
                    && name().equals("null")
                    && (!skipSpace() || endsOperand());
            at = after;
            return compares;
        }

        private boolean comparison() {
            if (text.startsWith("==", at) || text.startsWith("!=", at)) {
                at += 2;
                return true;
            }
            return isStart(text.charAt(at)) && Set.of("eq", "ne", "neq").contains(name());
        }

        private boolean endsOperand() {
            char c = text.charAt(at);
            if (isStart(c)) {
                String word = name();
                return word.equals("and") || word.equals("or");
            }
            return c == ')'
                    || c == ','
                    || c == ':'
                    || c == '?'
                    || text.startsWith("&&", at)
                    || text.startsWith("||", at);
        }

        private boolean utility() {
            at++;
            if (at == text.length() || !isStart(text.charAt(at)) || !UTILITIES.contains(name())) {
                return false;
            }
            fresh = false;
            return skipSpace() && text.charAt(at) == '.';
        }

        /** A member of what was called, or a call of the last member. */
        private boolean member() {
            dot();
            if (!skipSpace() || !isStart(text.charAt(at))) {
                return false;
            }
            name();
            fresh = false;
            return true;
        }

        private boolean operator(char c) {
            if (c == '=' && !text.startsWith("==", at)) {
                return false;
            }
            if (text.startsWith("==", at)
                    || text.startsWith("!=", at)
                    || text.startsWith("<=", at)
                    || text.startsWith(">=", at)) {
                at += 2;
                fresh = false;
                return true;
            }
            if (text.startsWith("&&", at) || text.startsWith("||", at)) {
                at += 2;
                fresh = true;
                return true;
            }
            at++;
            fresh = c == '(' || c == ',' || c == '?' || c == ':';
            return "()+-*/%<>!?:,".indexOf(c) >= 0;
        }

        private static boolean isStart(char c) {
            return Character.isLetter(c) || c == '_';
        }

        private static boolean isPart(char c) {
            return Character.isLetterOrDigit(c) || c == '_';
        }
    }
}
