package io.fragmentcache.problem;

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
}
