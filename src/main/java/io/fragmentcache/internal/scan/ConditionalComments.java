package io.fragmentcache.internal.scan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code <!--[if IE]>…<![endif]-->}: the engine processes what is in it as markup. */
final class ConditionalComments {
    private static final Pattern CONDITIONAL =
            Pattern.compile("<!--\\s*\\[[^\\]]*\\]\\s*>(.*)<!\\s*\\[[^\\[\\]]*\\]\\s*-->", Pattern.DOTALL);

    private ConditionalComments() {}

    static @Nullable String content(String comment) {
        Matcher matcher = CONDITIONAL.matcher(comment);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
