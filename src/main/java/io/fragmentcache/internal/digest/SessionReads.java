package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.PartName;
import io.fragmentcache.internal.scan.TemplateSource;
import io.fragmentcache.internal.scan.TemplateSources;
import io.fragmentcache.problem.Problem;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the text of a page's templates whether the page may ask for its visitor's session. Where there is none, the
 * template engine answers by itself, and no request is asked: the headers of a stranger's page could not say that it
 * would be another page for another visitor. A word too many does no harm.
 */
final class SessionReads {
    private static final Pattern READ = Pattern.compile(
            "[$*]\\{[^}]*(?:[sS]ession|authenti|authoriz|rincipal|_csrf)|#(?:session|httpSession|auth)|\\bsec:\\w");

    /** A tag with the mark; its attributes in any quotes. */
    private static final Pattern APART = Pattern.compile(
            "<([A-Za-z][\\w:-]*)(?=[^<>]*[\\s\"'](?:data-)?cache[:-]apart\\b)(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*+>");

    /** What the parser leaves out: {@code <!--/* .. *}{@code /-->}, but not what is there for prototypes only. */
    private static final Pattern PARSED_AWAY = Pattern.compile("<!--/\\*(?!/).*?\\*/-->", Pattern.DOTALL);

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
    boolean in(String template, Map<String, Object> attributes, boolean apart, Supplier<Set<PartName>> included) {
        if (!apart && reads(template, attributes, null)) {
            return true;
        }
        try {
            Map<String, Set<String>> chosen = new HashMap<>();
            chosen.put(template, new HashSet<>());
            for (PartName part : included.get()) {
                Set<String> selectors = chosen.computeIfAbsent(part.template(), first -> new HashSet<>());
                String selector = part.selector();
                if (selector != null) {
                    selectors.add(selector);
                }
            }
            return chosen.entrySet().stream()
                    .anyMatch(part -> reads(part.getKey(), attributes, apart ? part.getValue() : null));
        } catch (Problem incomplete) {
            return apart && reads(template, attributes, null);
        }
    }

    /** @param apart what is chosen from the template, where holes are fetched apart; null where they are not */
    private boolean reads(String template, Map<String, Object> attributes, @Nullable Set<String> apart) {
        return sources.read(template, attributes)
                .map(source -> names(source, apart))
                .orElse(false);
    }

    private static boolean names(TemplateSource source, @Nullable Set<String> apart) {
        StringWriter text = new StringWriter();
        try (Reader reader = source.resource().reader()) {
            reader.transferTo(text);
        } catch (IOException unreadable) {
            return true;
        }
        String read = PARSED_AWAY.matcher(text.toString()).replaceAll("");
        return READ.matcher(apart != null && source.mode().isMarkup() ? withoutApart(read, apart) : read)
                .find();
    }

    /**
     * Without what is inside the holes that are fetched apart, where it is certain that this page has it nowhere else. What is
     * not certain stays.
     *
     * @param chosen the selectors by which parts of the template are included
     */
    static String withoutApart(String text, Set<String> chosen) {
        // In a comment, tags need not be closed.
        if (text.contains("<!--")) {
            return text;
        }
        Matcher tags = APART.matcher(text);
        StringBuilder rest = new StringBuilder();
        StringBuilder inside = new StringBuilder();
        int from = 0;
        while (tags.find(from)) {
            int end = end(text, tags);
            rest.append(text, from, tags.end());
            if (end >= 0) {
                inside.append(text, tags.end(), end);
            }
            from = end < 0 ? tags.end() : end;
        }
        rest.append(text, from, text.length());
        return chosen.stream().allMatch(selector -> isOutside(selector, rest, inside)) ? withoutTags(rest) : text;
    }

    /** Whether a part that is included is named on a tag that stays, and nowhere in what is left out. */
    private static boolean isOutside(String selector, CharSequence rest, CharSequence inside) {
        String name = Pattern.quote(selector);
        // A simple name selects elements so called, and what th:fragment or th:ref so calls.
        String before = selector.matches("\\w+") ? "(?:<|(?:fragment|ref)\\s*=\\s*[\"']?\\s*)" : "(?<![\\w-])";
        return Pattern.compile("fragment\\s*=\\s*[\"']\\s*" + name + "\\b")
                        .matcher(rest)
                        .find()
                && !Pattern.compile(before + name + "(?![\\w-])")
                        .matcher(inside)
                        .find();
    }

    /** What the tags of such holes say themselves is rendered with them. */
    private static String withoutTags(CharSequence rest) {
        return APART.matcher(rest).replaceAll("");
    }

    /** Where the element of this tag ends; negative where that cannot be told. */
    private static int end(String text, Matcher tag) {
        if (tag.group().endsWith("/>")) {
            return tag.end();
        }
        Matcher same = Pattern.compile(
                        "<(/?)" + Pattern.quote(tag.group(1)) + "(?=[\\s/>])(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*+>")
                .matcher(text);
        int depth = 1;
        int at = tag.end();
        while (depth > 0 && same.find(at)) {
            depth += same.group(1).isEmpty() ? same.group().endsWith("/>") ? 0 : 1 : -1;
            at = same.end();
        }
        return depth == 0 ? at : -1;
    }
}
