package io.fragmentcache.internal.scan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds {@code #messages.msg('key')} in an expression of the application's own language, OGNL or SpEL. */
final class MessageCalls {
    private static final String OBJECT = "#messages";
    private static final Pattern CALL = Pattern.compile("#messages\\s*\\.\\s*(?:msg|msgOrNull|msgWithParams)"
            + "\\s*\\(\\s*(?:'([^'\\\\]+)'|\"([^\"\\\\]+)\")\\s*[,)]");

    private MessageCalls() {}

    static void in(String expression, Findings findings) {
        int from = expression.indexOf(OBJECT);
        if (from < 0) {
            return;
        }
        Matcher call = CALL.matcher(expression);
        for (; from >= 0; from = expression.indexOf(OBJECT, from + OBJECT.length())) {
            if (call.region(from, expression.length()).lookingAt()) {
                findings.message(call.group(1) == null ? call.group(2) : call.group(1));
            } else {
                findings.messageChosenAtRunTime();
            }
        }
    }
}
