package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.thymeleaf.exceptions.TemplateProcessingException;

/** What a page that failed tells: type, sentence, template and place. */
record Failures(String type, String message, String template, Integer line, Integer col) {
    /** The innermost exception of the engine: parsers that render while they read wrap it. */
    static Failures of(ThrowingCallable page) {
        TemplateProcessingException e = catchThrowableOfType(TemplateProcessingException.class, page);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateProcessingException inner && inner.getLine() != null) {
                e = inner;
            }
        }
        return new Failures(e.getClass().getSimpleName(), e.getMessage(), e.getTemplateName(), e.getLine(), e.getCol());
    }
}
