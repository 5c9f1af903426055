package io.fragmentcache.problem;

import java.util.Collection;

/**
 * A mistake in a template, a model or the configuration that its author can mend. The message says what happened, with
 * the value, then what to do.
 *
 * <p>All sentences stand in this file, so that they keep one tone. Inside a template a problem surfaces as a
 * {@code TemplateProcessingException}, to which Thymeleaf adds template, line and column.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Problem(String sentence) {
        super(sentence);
    }

    public static Problem locatorNotReadable(String text) {
        return new Problem("'" + text + "' is no locator. Write template :: name, for instance shop/list :: card.");
    }

    public static Problem nameNotLiteral(String name) {
        return new Problem(
                "cache:fragment '" + name + "' is no literal name. Write letters, digits, '-', '_' or '.', and put"
                        + " what changes into cache:key.");
    }

    public static Problem templateNotFound(String template) {
        return new Problem("No template resolver finds '" + template + "'. Mend the name, or add a resolver for it.");
    }

    public static Problem templateNotParsable(String file, int line, String why) {
        return new Problem(
                file + (line > 0 ? " line " + line : "") + " cannot be parsed, so that it has no digest: " + why);
    }

    public static Problem fragmentNotFound(String template, String name, Collection<String> known) {
        return new Problem("'" + template + "' has no cache:fragment '" + name + "'. It has "
                + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
    }

    public static Problem fragmentNamedTwice(String name, String file, int line, int again) {
        return new Problem("cache:fragment '" + name + "' is there twice in " + file + ", line " + line + " and line "
                + again + ". Give each fragment of a template a name of its own.");
    }

    public static Problem includeNotFound(String fragment, String template, String place) {
        return new Problem("The digest of '" + fragment + "' needs '" + template + "' (" + place
                + "), which no template resolver finds. Mend the name, or write ~{" + template
                + "} ?: ~{} if it may be absent.");
    }

    public static Problem selectorFindsNothing(
            String fragment, String part, String template, String selector, String place) {
        return new Problem("The digest of '" + fragment + "' needs " + part + " (" + place + "), but nothing in '"
                + template + "' matches '" + selector + "'. Mend the selector, or add th:fragment=\"" + selector
                + "\" there.");
    }

    public static Problem nothingSelected(String part) {
        return new Problem("Nothing matches " + part + ". Mend the selector.");
    }

    public static Problem dependsOnNothing(String pattern, String place) {
        return new Problem(
                "cache:depends '" + pattern + "' (" + place + ") lists no template. List templates one by one,"
                        + " or let the template resolver implement ListedTemplates.");
    }

    public static Problem includeChosenAtRunTime(String fragment, String source, String place) {
        return new Problem("'" + fragment + "' includes a template chosen at run time, " + source + " (" + place
                + "), so edits there would go unseen. List the choices: cache:depends=\"light/price, dark/price\".");
    }

    /** The same problem, with the place where it was found before it. */
    public Problem at(String file, int line) {
        return new Problem(file + " line " + line + ": " + getMessage());
    }

    public static Problem lockInConflict(String file, int line) {
        return new Problem(file + " line " + line
                + " is a conflict marker. Take either side of the conflict, then approve" + " again.");
    }

    public static Problem lockNotReadable(String file, int line, String text) {
        return new Problem(file + " line " + line + " was not written by an approval: '" + text
                + "'. Restore the file, or delete it and approve again.");
    }

    public static Problem lockMissing(String file, String command) {
        return new Problem(
                "There is no " + file + " to compare the digests with. Write it with " + command + " and commit it.");
    }

    public static Problem lockOfOtherFormat(String file, int was, int is) {
        return new Problem(file + " holds digests of format " + was + ", this library makes format " + is
                + ": every fragment will be cold once. Delete the file, approve again and commit it.");
    }

    public static Problem lockEdited(String file, int line, String expected) {
        return new Problem(
                file + " line " + line + " is not what an approval writes, though every digest is right. Expected"
                        + " '" + expected + "'. Approve again.");
    }

    public static Problem approvalInCi(String file) {
        return new Problem("Digests are not approved where CI is set: " + file
                + " was not written. Approve on your own machine, look at the diff and commit it.");
    }

    public static Problem noTemplates() {
        return new Problem("No template was found, so that no digest was checked. Name them with templates(..), or let"
                + " the template resolver implement ListedTemplates.");
    }

    public static Problem noFragments(int templates, String prefix) {
        return new Problem("There is no " + prefix + ":fragment in " + templates
                + " templates, so that no digest was checked. Is '" + prefix + "' the prefix of the dialect?");
    }

    public static Problem digestNotDeterministic(String fragment, String one, String other) {
        return new Problem("The digest of '" + fragment + "' is " + one + " and, asked in another order, " + other
                + ". Its templates changed during the check, or a template resolver gives different answers.");
    }

    public static Problem commandNotReadable(String argument) {
        return new Problem("'" + argument + "' is no argument here. See --help.");
    }

    public static Problem commandIncomplete(String argument, String needs) {
        return new Problem(argument + " needs " + needs + ". See --help.");
    }

    public static Problem noEngine(String type) {
        return new Problem("'" + type + "' is no Supplier of a template engine with a public constructor without"
                + " parameters.");
    }

    public static Problem noDialect(String type) {
        return new Problem(
                "'" + type + "' is no dialect on the class path with a public constructor without parameters.");
    }

    public static Problem nothingToExplain(String name) {
        return new Problem("No cached fragment is called '" + name + "'. --list shows all of them.");
    }

    public static Problem encodingOfTheMachine(String resolver, String charset) {
        return new Problem("Template resolver '" + resolver + "' has no character encoding and reads this machine's, "
                + charset + ": pages and digests differ on another one. Call setCharacterEncoding(\"UTF-8\").");
    }
}
