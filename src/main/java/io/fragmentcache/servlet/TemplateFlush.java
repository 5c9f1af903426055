package io.fragmentcache.servlet;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells who flushes a page. Thymeleaf and its views flush the writer when a template is complete, for all pages alike:
 * that asks for nothing. An application that flushes wants what it wrote so far to be seen.
 */
final class TemplateFlush {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final String ENGINE = "org.thymeleaf.";
    private static final int MOST_WRITERS = 16;

    private TemplateFlush() {}

    /** Whether the caller of the caller is the template engine, through any number of writers around the page. */
    static boolean isUnderWay() {
        return WALKER.walk(TemplateFlush::flusher).filter(name -> name.startsWith(ENGINE)).isPresent();
    }

    private static Optional<String> flusher(Stream<StackWalker.StackFrame> frames) {
        return frames.skip(1)
                .limit(MOST_WRITERS)
                .filter(frame -> !frame.getMethodName().equals("flush"))
                .map(StackWalker.StackFrame::getClassName)
                .findFirst();
    }
}
