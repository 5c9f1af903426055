package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.exceptions.TemplateProcessingException;

/** What a page that failed tells: type, sentence, template and place. */
record Failures(
        String type,
        @Nullable String message,
        @Nullable String template,
        @Nullable Integer line,
        @Nullable Integer col) {
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
