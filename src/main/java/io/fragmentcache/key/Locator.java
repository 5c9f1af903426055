package io.fragmentcache.key;

import io.fragmentcache.problem.Problem;
import java.util.regex.Pattern;

/**
 * Where a fragment lives: the template that holds it and its name there, written {@code shop/list :: card}.
 *
 * <p>Names are letters, digits, {@code -}, {@code _} and {@code .}, at most 100 characters. They reach logs, metrics and
 * response headers, so other characters are refused.
 *
 * @param template the template's name as the template engine resolves it
 * @param name the literal value of {@code cache:fragment}, unique in its template
 */
public record Locator(String template, String name) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]{1,100}");
    private static final String SEPARATOR = " :: ";

    public Locator {
        if (!NAME.matcher(name).matches()) {
            throw Problem.nameNotLiteral(name);
        }
    }

    /**
     * Reads {@code template :: name}.
     *
     * @param text blanks around the colons do not matter
     * @throws Problem if it has no colons or no template, or the name has other characters
     */
    public static Locator parse(String text) {
        int colons = text.lastIndexOf("::");
        if (colons < 0 || text.substring(0, colons).isBlank()) {
            throw Problem.locatorNotReadable(text);
        }
        return new Locator(
                text.substring(0, colons).strip(), text.substring(colons + 2).strip());
    }

    /**
     * Returns the approximate bytes that this locator takes in memory; a template that is given as a string is its own
     * name.
     */
    public int weight() {
        return 180 + 2 * (template.length() + name.length());
    }

    @Override
    public String toString() {
        return template + SEPARATOR + name;
    }
}
