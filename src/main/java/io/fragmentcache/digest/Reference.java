package io.fragmentcache.digest;

import org.jspecify.annotations.Nullable;

/**
 * A place in a template where something of another part is printed.
 *
 * @param kind how the other part is found
 * @param file where the place is: the template's file, below the resolver's root
 * @param line its line there, counted from 1
 * @param source what is written there
 * @param to what is included; null if it is chosen at run time
 * @param optional whether the template renders without it, as {@code ~{maybe} ?: ~{other}} does
 */
public record Reference(
        Kind kind,
        String file,
        int line,
        String source,
        @Nullable PartName to,
        boolean optional) {
    /** How the other part is found. */
    public enum Kind {
        /** By a template's literal name. */
        INCLUDE,
        /** {@code ~{this :: x}} or {@code ~{::x}}: in the same template, else in one that includes it. */
        LOCAL,
        /** Listed in {@code cache:depends}. */
        DEPENDS,
        /** A fragment that was passed as a parameter: it becomes part of the key when the fragment is shown. */
        HANDED,
        /** Filled in by the page around it, as {@code layout:fragment} is. */
        PAGE,
        /** By a name that is chosen at run time. */
        OPEN
    }

    /** Returns the same reference as another kind. */
    public Reference as(Kind other) {
        return new Reference(other, file, line, source, to, optional);
    }

    /** Returns the place, such as {@code shop/list.html line 8}. */
    public String place() {
        return file + " line " + line;
    }
}
