package io.fragmentcache.internal.scan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.templatemode.TemplateMode;

/** In which mode the engine reads output expressions in text, for each element that is open. Not thread-safe. */
final class InlineModes {
    private final Deque<Optional<TemplateMode>> open = new ArrayDeque<>();

    InlineModes(TemplateMode template) {
        enter(template);
    }

    /** A whole template, or text in another mode, begins. */
    void enter(TemplateMode mode) {
        open.push(mode == TemplateMode.RAW ? Optional.empty() : Optional.of(mode));
    }

    /** @param inline value of {@code th:inline}, null when the element has none */
    void open(@Nullable String inline) {
        open.push(inline == null ? current() : parsed(inline));
    }

    void close() {
        open.pop();
    }

    int size() {
        return open.size();
    }

    /** Empty: output expressions are printed as they stand. */
    Optional<TemplateMode> current() {
        return open.element();
    }

    private Optional<TemplateMode> parsed(String inline) {
        return switch (inline.strip().toLowerCase(Locale.ROOT)) {
            case "none" -> Optional.empty();
            case "html" -> Optional.of(TemplateMode.HTML);
            case "xml" -> Optional.of(TemplateMode.XML);
            case "text" -> Optional.of(TemplateMode.TEXT);
            case "javascript" -> Optional.of(TemplateMode.JAVASCRIPT);
            case "css" -> Optional.of(TemplateMode.CSS);
            default -> current();
        };
    }
}
