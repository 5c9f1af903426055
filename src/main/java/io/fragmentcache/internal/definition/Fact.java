package io.fragmentcache.internal.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One fact, its name taken apart once.
 *
 * @param name as {@link FactNames} spell it
 * @param of what is read of its kind: the attribute, header, variable or supplier; of a path, the expression that reads it
 * @param root of a path, the fact that it begins with
 * @param steps of a path that spells nothing but names and dots, the properties behind its root; else null
 */
record Fact(
        String name,
        Kind kind,
        String of,
        @Nullable Fact root,
        @Nullable List<String> steps) {
    /** Stands for an object of which a path is read. */
    static final String BEGINS = "begins";

    /** Two low lines would be the engine's preprocessing. */
    private static final Pattern NAMES = Pattern.compile("(?!.*__)[A-Za-z]\\w*(?:\\.[A-Za-z]\\w*)*");

    /** What OGNL reads of a map itself, whatever its keys are. */
    private static final Set<String> OF_MAPS = Set.of("size", "keys", "keySet", "values", "isEmpty");

    Fact(String name, Kind kind, String of) {
        this(name, kind, of, null, null);
    }

    enum Kind {
        VARIABLE,
        SELECTION,
        SESSION,
        COOKIE,
        HEADER,
        PARAMETER,
        ALWAYS,
        /** What is read of a value without identity. */
        PATH,
        /** The member that the status of a loop tells, beside its numbers. */
        CURRENT,
        OTHER;

        /** Whether visitors invent names of this kind. */
        boolean isOpen() {
            return this == SESSION
                    || this == COOKIE
                    || this == HEADER
                    || this == PARAMETER
                    || this == VARIABLE
                    || this == PATH;
        }
    }

    static Fact named(String name) {
        if (FactNames.isVariable(name)) {
            return new Fact(name, Kind.VARIABLE, FactNames.nameOf(name));
        }
        if (name.equals(FactNames.SELECTION)) {
            return new Fact(name, Kind.SELECTION, "");
        }
        if (name.startsWith(FactNames.CURRENT)) {
            return new Fact(name, Kind.CURRENT, name.substring(FactNames.CURRENT.length()));
        }
        if (FactNames.isPath(name)) {
            Fact root = named(FactNames.rootOf(name));
            String path = FactNames.pathOf(name);
            boolean ofSelection = root.kind == Kind.SELECTION;
            String read = ofSelection ? BEGINS + '.' + path.substring(2, path.length() - 1) : path;
            return new Fact(name, Kind.PATH, "${" + read + '}', root, steps(root, read));
        }
        int dot = name.indexOf('.');
        String of = name.substring(dot + 1);
        return switch (dot < 0 ? name : name.substring(0, dot)) {
            case ReadListener.SESSION -> new Fact(name, Kind.SESSION, of);
            case ReadListener.COOKIE -> new Fact(name, Kind.COOKIE, of);
            case ReadListener.HEADER -> new Fact(name, Kind.HEADER, of);
            case ReadListener.PARAMETER -> new Fact(name, Kind.PARAMETER, of);
            case "always" -> new Fact(name, Kind.ALWAYS, of);
            default -> new Fact(name, Kind.OTHER, of);
        };
    }

    private static @Nullable List<String> steps(Fact root, String read) {
        if (!NAMES.matcher(read).matches()) {
            return null;
        }
        List<String> names = Arrays.asList(read.split("\\."));
        boolean isOfSession = root.kind == Kind.SESSION;
        if (names.stream().anyMatch(Fact::isMoreThanAName) || isOfSession && OF_MAPS.contains(root.of)) {
            return null;
        }
        return List.copyOf(names.subList(isOfSession ? 2 : 1, names.size()));
    }

    /** Whether it may be an operator, a literal or the beginning of a type to one of the expression languages. */
    private static boolean isMoreThanAName(String name) {
        return name.equals("T") || Paths.isWord(name.toLowerCase(Locale.ROOT));
    }

    /** Whether tags around, and not the request, decide it. */
    boolean isOfTags() {
        return FactNames.isOfTags(name);
    }
}
