package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.internal.scan.Dialects;
import io.fragmentcache.internal.scan.Parsers;
import io.fragmentcache.internal.scan.TemplateScan;
import io.fragmentcache.internal.scan.TemplateScanner;
import io.fragmentcache.internal.scan.TemplateSource;
import io.fragmentcache.internal.scan.TemplateSources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;

/** Reads parts of templates, each once in a generation. Thread-safe. */
final class PartReader {
    private static final Pattern SIMPLE = Pattern.compile("[\\p{L}\\p{N}_.-]+");

    private final IEngineConfiguration configuration;
    private final Dialects dialects;
    private final Parsers parsers;
    private final TemplateSources sources;
    private final TemplateNames names;

    PartReader(IEngineConfiguration configuration, String prefix) {
        this.configuration = configuration;
        this.dialects = Dialects.of(configuration, prefix);
        this.parsers = new Parsers(configuration);
        this.sources = new TemplateSources(configuration);
        this.names = new TemplateNames(configuration);
    }

    /** The part as it is; an absent one when there is no such thing. */
    Part part(PartName name, Map<String, Object> attributes, Memo memo) {
        TemplateScan scan = scan(name.template(), name.selector(), attributes, memo);
        Part part = name.fragment() == null ? scan.whole() : scan.fragments().get(name.fragment());
        if (part == null) {
            return Part.absent(name);
        }
        if (!part.isPresent()) {
            return layoutFragment(name, attributes, memo).orElse(part);
        }
        // layout:insert finds the one, th:insert the other: covering both is safe for either.
        return isFilledByThePage(name, attributes, memo)
                ? layoutFragment(name, attributes, memo).map(part::and).orElse(part)
                : part;
    }

    /** Whether the template has a {@code layout:fragment} of this name, beside what the selector found first. */
    private boolean isFilledByThePage(PartName name, Map<String, Object> attributes, Memo memo) {
        return dialects.layout() != null
                && name.selector() != null
                && scan(name.template(), null, attributes, memo).whole().references().stream()
                        .anyMatch(reference -> reference.kind() == Reference.Kind.PAGE
                                && reference.source().equals(name.selector()));
    }

    /** What {@code layout:insert="~{template :: name}"} finds where no {@code th:fragment} has the name. */
    private Optional<Part> layoutFragment(PartName name, Map<String, Object> attributes, Memo memo) {
        String selector = name.selector();
        if (dialects.layout() == null
                || selector == null
                || !SIMPLE.matcher(selector).matches()) {
            return Optional.empty();
        }
        String is = "='" + selector + "'";
        String inLayout =
                "[" + dialects.layout() + ":fragment" + is + " or data-" + dialects.layout() + "-fragment" + is + "]";
        Part part = scan(name.template(), inLayout, attributes, memo).whole();
        return part.isPresent() ? Optional.of(part.named(name)) : Optional.empty();
    }

    TemplateScan scan(String template, @Nullable String selector, Map<String, Object> attributes, Memo memo) {
        return memo.scan(
                template,
                selector,
                attributes,
                () -> sources.read(template, attributes)
                        .map(source -> TemplateScanner.scan(configuration, parsers, dialects, source, selector))
                        .orElseGet(() -> new TemplateScan(
                                Part.absent(PartName.included(template, selector)), Map.of(), List.of())));
    }

    /** Digest of the raw template as it is this moment. */
    Digest source(String template, Map<String, Object> attributes) {
        return sources.read(template, attributes).map(TemplateSource::digest).orElse(Digest.ABSENT);
    }

    List<String> templatesIn(String directory) {
        return names.in(directory);
    }
}
