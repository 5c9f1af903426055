package io.fragmentcache.servlet;

import java.util.Optional;
import java.util.stream.Stream;

/** Distinguishes calls that the template engine makes for every page from calls of the application. */
final class TemplateCalls {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final String ENGINE = "org.thymeleaf.";
    private static final String EXCHANGE = "org.thymeleaf.web.servlet.";
    private static final int MOST_WRAPPERS = 16;

    private TemplateCalls() {}

    /**
     * Whether a writer is being flushed by Thymeleaf or one of its views, which do so whenever a template is complete. An
     * application that flushes wants what it wrote so far to be seen.
     */
    static boolean isFlush() {
        return caller("flush").filter(name -> name.startsWith(ENGINE)).isPresent();
    }

    /** Whether a session is looked for by an exchange that is being made: Thymeleaf does so for each page. */
    static boolean isOfExchange() {
        return caller("getSession").filter(name -> name.startsWith(EXCHANGE)).isPresent();
    }

    /** The class that called a method of this name, through any number of wrappers. */
    private static Optional<String> caller(String method) {
        return WALKER.walk(frames -> caller(method, frames));
    }

    private static Optional<String> caller(String method, Stream<StackWalker.StackFrame> frames) {
        return frames.dropWhile(frame -> frame.getClassName().equals(TemplateCalls.class.getName()))
                .limit(MOST_WRAPPERS)
                .filter(frame -> !frame.getMethodName().equals(method))
                .map(StackWalker.StackFrame::getClassName)
                .findFirst();
    }
}
