package io.fragmentcache.digest;

import io.fragmentcache.key.Locator;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A part of a template that a digest covers: a cached fragment, written {@code shop/list :: card}, or what a fragment
 * expression includes, written as in a template: {@code ~{shop/_card}} or {@code ~{shop/_card :: price}}.
 */
public record PartName(
        String template,
        @Nullable String selector,
        @Nullable String fragment) implements Comparable<PartName> {
    private static final Comparator<String> ABSENT_FIRST = Comparator.naturalOrder();
    private static final Comparator<PartName> ORDER = Comparator.comparing(PartName::template)
            .thenComparing(PartName::fragmentOrBlank, ABSENT_FIRST)
            .thenComparing(PartName::selectorOrBlank, ABSENT_FIRST);
    private static final int LONGEST = 120;

    /** Returns the name of a fragment. */
    public static PartName of(Locator fragment) {
        return new PartName(fragment.template(), null, fragment.name());
    }

    /** Returns the name of what an inclusion selects; the whole template if the selector is null. */
    public static PartName included(String template, @Nullable String selector) {
        return new PartName(template, selector, null);
    }

    /** Returns the selector; blank for a whole template. */
    public String selectorOrBlank() {
        return selector == null ? "" : selector;
    }

    String fragmentOrBlank() {
        return fragment == null ? "" : fragment;
    }

    @Override
    public int compareTo(PartName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        if (fragment != null) {
            return readable(template) + " :: " + fragment;
        }
        return "~{" + readable(template) + (selector == null ? "" : " :: " + selector.replaceAll("\\s+", " ")) + "}";
    }

    /** Returns the name without brackets, for a path: {@code shop/_card} or {@code shop/_card :: price}. */
    public String brief() {
        return readable(template) + (selector == null ? "" : " :: " + selector);
    }

    /**
     * Returns a readable name: a template that was given as a string is its whole source, and is shown by its digest.
     */
    public static String readable(String template) {
        return template.length() <= LONGEST && template.indexOf('\n') < 0 && template.indexOf('<') < 0
                ? template
                : "string-" + Digest.of(template).toString().substring(0, 8);
    }
}
