package io.fragmentcache.internal.definition;

import org.jspecify.annotations.Nullable;

/**
 * One fact, its name taken apart once.
 *
 * @param name as {@link FactNames} spell it
 * @param of what is read of its kind: the attribute, header, variable or supplier; of a path, the expression that reads it
 * @param root of a path, the fact that it begins with
 */
record Fact(String name, Kind kind, String of, @Nullable Fact root) {
    /** Stands for an object of which a path is read. */
    static final String BEGINS = "begins";

    Fact(String name, Kind kind, String of) {
        this(name, kind, of, null);
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
            return new Fact(name, Kind.PATH, "${" + read + '}', root);
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

    /** Whether tags around, and not the request, decide it. */
    boolean isOfTags() {
        return FactNames.isOfTags(name);
    }
}
