package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.Definition;
import io.fragmentcache.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.exceptions.TemplateProcessingException;

/**
 * Tags of dialects that work in no context but the template engine's own, such as {@code sec:authorize-url}: they cast what
 * they are given to its class. A fragment with one is shown as without a cache.
 */
public final class Unwatchable {
    private static final Logger LOG = LoggerFactory.getLogger(Unwatchable.class);
    private static final String OURS = Unwatchable.class.getPackageName() + ".";
    private static final int DEEPEST = 50;

    private Unwatchable() {}

    /** Whether something was thrown because it met a class that watches reads in place of the engine's own. */
    public static boolean is(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            String message = cause instanceof ClassCastException ? cause.getMessage() : null;
            if (message != null && message.contains(OURS)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Says so once; in strict mode it is an error. */
    public static void report(Definition definition, RuntimeException thrown) {
        TemplateProcessingException place = thrown instanceof TemplateProcessingException known ? known : null;
        int line = place == null || place.getLine() == null ? 0 : place.getLine();
        Problem sentence = Problem.engineContext(definition.locator().name(), line);
        if (definition.settings().strict()) {
            throw new TemplateProcessingException(sentence.getMessage(), sentence);
        }
        if (definition.reportOnce(sentence.id())) {
            LOG.warn("{}: {}", definition.locator().template(), sentence.withAnchor());
            LOG.debug("Thrown by that tag:", thrown);
        }
    }
}
