package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.PartName;
import io.fragmentcache.internal.scan.TemplateSource;
import io.fragmentcache.internal.scan.TemplateSources;
import io.fragmentcache.problem.Problem;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Tells from the text of a page's templates whether the page may ask for its visitor's session. Where there is none, the
 * template engine answers by itself, and no request is asked: the headers of a stranger's page could not say that it
 * would be another page for somebody else. A word too many does no harm.
 */
final class SessionReads {
    private static final Pattern READ = Pattern.compile(
            "[$*]\\{[^}]*(?:[sS]ession|authenti|authoriz|rincipal|_csrf)|#(?:session|httpSession|auth)|\\bsec:\\w");

    /** A template that is its own text is not worth keeping a verdict for. */
    private static final int LONGEST_NAME = 500;

    private final TemplateSources sources;

    SessionReads(TemplateSources sources) {
        this.sources = sources;
    }

    static boolean isKept(String template) {
        return template.length() <= LONGEST_NAME;
    }

    /** @param included the names of all templates that the page is made of, where that can be told */
    boolean in(String template, Map<String, Object> attributes, Supplier<Set<PartName>> included) {
        if (reads(template, attributes)) {
            return true;
        }
        try {
            return included.get().stream().map(PartName::template).distinct().anyMatch(part -> reads(part, attributes));
        } catch (Problem incomplete) {
            return false;
        }
    }

    private boolean reads(String template, Map<String, Object> attributes) {
        return sources.read(template, attributes).map(SessionReads::names).orElse(false);
    }

    private static boolean names(TemplateSource source) {
        StringWriter text = new StringWriter();
        try (Reader reader = source.resource().reader()) {
            reader.transferTo(text);
        } catch (IOException unreadable) {
            return true;
        }
        return READ.matcher(text.getBuffer()).find();
    }
}
