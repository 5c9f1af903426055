package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.internal.scan.CacheNames;
import io.fragmentcache.internal.scan.Dialects;
import io.fragmentcache.internal.scan.LayoutNames;
import io.fragmentcache.internal.scan.Parsers;
import io.fragmentcache.internal.scan.TemplateScan;
import io.fragmentcache.internal.scan.TemplateScanner;
import io.fragmentcache.internal.scan.TemplateSource;
import io.fragmentcache.internal.scan.TemplateSources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.model.IModel;
import org.thymeleaf.templatemode.TemplateMode;

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
    Part part(PartName name, Reading reading) {
        TemplateScan scan = scan(name.template(), name.selector(), reading);
        Part part = name.fragment() == null ? scan.whole() : scan.fragments().get(name.fragment());
        if (part == null) {
            return Part.absent(name);
        }
        if (!part.isPresent()) {
            return layoutFragment(name, reading).orElse(part);
        }
        // layout:insert finds the one, th:insert the other: covering both is safe for either.
        return isFilledByThePage(name, reading)
                ? layoutFragment(name, reading).map(part::and).orElse(part)
                : part;
    }

    /** Whether the template has a {@code layout:fragment} of this name, beside what the selector found first. */
    private boolean isFilledByThePage(PartName name, Reading reading) {
        return dialects.layout() != null
                && name.selector() != null
                && scan(name.template(), null, reading).whole().references().stream()
                        .anyMatch(reference -> reference.kind() == Reference.Kind.PAGE
                                && LayoutNames.of(reference.source()).equals(name.selector()));
    }

    /** What {@code layout:insert="~{template :: name}"} finds where no {@code th:fragment} has the name. */
    private Optional<Part> layoutFragment(PartName name, Reading reading) {
        String selector = name.selector();
        if (dialects.layout() == null
                || selector == null
                || !SIMPLE.matcher(selector).matches()) {
            return Optional.empty();
        }
        String inLayout = LayoutNames.selector(dialects.layout(), selector);
        Part part = scan(name.template(), inLayout, reading).whole();
        return part.isPresent() ? Optional.of(part.named(name)) : Optional.empty();
    }

    TemplateScan scan(String template, @Nullable String selector, Reading reading) {
        return reading.memo()
                .scan(
                        template,
                        selector,
                        reading.attributes(),
                        reading.modeOf(template),
                        reading.isCurrent() ? reading.digest(template) : null,
                        () -> reading.source(template)
                                .map(source -> TemplateScanner.scan(configuration, parsers, dialects, source, selector))
                                .orElseGet(() -> new TemplateScan(
                                        Part.absent(PartName.included(template, selector)),
                                        Map.of(),
                                        Map.of(),
                                        List.of(),
                                        Set.of())));
    }

    /** As {@link #scan(String, String, Reading)} would read it, of what the engine parsed; empty where it is gone. */
    Optional<TemplateScan> parsed(String template, @Nullable String selector, IModel parsed, Reading reading) {
        return reading.source(template)
                .map(source -> TemplateScanner.scan(configuration, parsers, dialects, source, selector, parsed));
    }

    /**
     * Reads templates for one question.
     *
     * @param mode of the fragment's own template, if the engine was told it
     * @param isCurrent whether what was read before is good only while its template is the same
     */
    Reading reading(
            Memo memo, String root, Map<String, Object> attributes, @Nullable TemplateMode mode, boolean isCurrent) {
        return new Reading(sources, memo, root, attributes, mode, isCurrent);
    }

    /** Whether the text has anything of the cache dialect. */
    boolean isMarked(TemplateSource source) {
        String text = source.text();
        return text.contains(dialects.cache() + ":") || text.contains(dialects.cache() + "-");
    }

    Map<String, String> withoutHole(Map<String, String> attributes) {
        Map<String, String> others = new HashMap<>(attributes);
        for (String mark : List.of(CacheNames.HOLE, CacheNames.LIVE, CacheNames.APART, CacheNames.SIZE)) {
            others.remove(dialects.cache() + ":" + mark);
            others.remove("data-" + dialects.cache() + "-" + mark);
        }
        return others;
    }

    boolean knowsLayouts() {
        return dialects.layout() != null;
    }

    List<String> templatesIn(String directory) {
        return names.in(directory);
    }
}
