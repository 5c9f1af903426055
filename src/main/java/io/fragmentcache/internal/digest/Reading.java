package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.internal.scan.TemplateSource;
import io.fragmentcache.internal.scan.TemplateSources;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Reads the templates behind one fragment, each once: an edit in between could show one in two states. For one thread.
 */
final class Reading {
    private final TemplateSources sources;
    private final Memo memo;
    private final String root;
    private final Map<String, Object> attributes;
    private final @Nullable TemplateMode mode;
    private final boolean isCurrent;
    private final Map<String, Optional<TemplateSource>> read = new HashMap<>();

    Reading(
            TemplateSources sources,
            Memo memo,
            String root,
            Map<String, Object> attributes,
            @Nullable TemplateMode mode,
            boolean isCurrent) {
        this.sources = sources;
        this.memo = memo;
        this.root = root;
        this.attributes = attributes;
        this.mode = mode;
        this.isCurrent = isCurrent;
    }

    Memo memo() {
        return memo;
    }

    Map<String, Object> attributes() {
        return attributes;
    }

    /** Whether what was read before is good only while its template is the same. */
    boolean isCurrent() {
        return isCurrent;
    }

    /** The mode that the engine was told for this template; null where its resolver says it. */
    @Nullable TemplateMode modeOf(String template) {
        return template.equals(root) ? mode : null;
    }

    Optional<TemplateSource> source(String template) {
        return read.computeIfAbsent(template, name -> sources.read(name, attributes, modeOf(name)));
    }

    /** Digest of the raw template. */
    Digest digest(String template) {
        return source(template).map(TemplateSource::digest).orElse(Digest.ABSENT);
    }
}
