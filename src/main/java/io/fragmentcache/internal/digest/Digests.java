package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.DigestBuilder;
import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.internal.scan.TemplateScan;
import io.fragmentcache.internal.scan.TemplateSources;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.TemplateData;

/**
 * The digests of an engine's fragments. Each is computed once and remembered until {@link #forget()}; nothing in a
 * template is executed for it, and the engine's own template cache is left alone. Thread-safe.
 */
public final class Digests {
    private static final Digest NO_MESSAGES = Digest.of();

    private final PartReader reader;
    private final MessageReader messages;
    private final SessionReads sessions;
    private final TemplateNames names;
    private volatile Memo memo = new Memo();

    /** @param prefix under which the cache dialect is registered, normally {@code cache} */
    public Digests(IEngineConfiguration configuration, String prefix) {
        this.reader = new PartReader(configuration, prefix);
        TemplateSources sources = new TemplateSources(configuration);
        this.messages = new MessageReader(configuration, sources);
        this.sessions = new SessionReads(sources);
        this.names = new TemplateNames(configuration);
    }

    /**
     * What the digest of a fragment covers.
     *
     * @param resolutionAttributes what the engine hands to its template resolvers, or null
     * @throws Problem if a template behind it is missing or cannot be parsed, if a selector matches nothing, or if the
     *     template names two fragments alike
     */
    public DependencyTree of(Locator fragment, @Nullable Map<String, Object> resolutionAttributes) {
        return tree(PartName.of(fragment), copy(resolutionAttributes));
    }

    /**
     * Digest of what {@code ~{template :: selector}} prints, as it is now: for a fragment that is handed in as a
     * parameter, and for the page that fills a {@code layout:fragment}.
     */
    public Digest included(
            String template, @Nullable String selector, @Nullable Map<String, Object> resolutionAttributes) {
        return current(tree(PartName.included(template, selector), copy(resolutionAttributes)))
                .digest();
    }

    /** Whether a page may ask for its visitor's session: told from the text of its templates, once. */
    public boolean readsSession(String template, @Nullable Map<String, Object> resolutionAttributes) {
        Map<String, Object> attributes = copy(resolutionAttributes);
        Supplier<Boolean> read = () -> sessions.in(
                template,
                attributes,
                () -> tree(PartName.included(template, null), attributes)
                        .parts()
                        .keySet());
        return SessionReads.isKept(template) ? memo.readsSession(template, attributes, read) : read.get();
    }

    /** The cached fragments of a template, in order of appearance. */
    public List<Locator> fragmentsIn(String template) {
        TemplateScan scan = reader.scan(template, null, Map.of(), memo);
        if (!scan.whole().isFound()) {
            throw Problem.templateNotFound(PartName.readable(template));
        }
        return scan.fragments().keySet().stream()
                .map(name -> new Locator(template, name))
                .toList();
    }

    /** Attributes of the cache dialect in a template that mean nothing where they stand, in sentences with file and line. */
    public List<String> straysIn(String template) {
        return reader.scan(template, null, Map.of(), memo).strays();
    }

    /**
     * Digest of the messages that a fragment prints in a locale, as the engine's message resolvers have them: beside the
     * digest in a key, it makes a fragment cold for the locale whose translation changed, and for no other. Messages
     * whose keys are chosen at run time are not in it. Remembered until {@link #forget()}, unless the tree is volatile.
     *
     * @param context where the fragment is shown, since templates around it may override its messages; null outside of
     *     a page
     */
    public Digest messages(DependencyTree tree, Locale locale, @Nullable ITemplateContext context) {
        if (tree.messages().isEmpty()) {
            return NO_MESSAGES;
        }
        if (tree.isVolatile()) {
            return readMessages(tree, locale, context);
        }
        List<String> around = context == null
                ? List.of()
                : context.getTemplateStack().stream()
                        .map(TemplateData::getTemplate)
                        .toList();
        return memo.messages(tree, locale, around, () -> readMessages(tree, locale, context));
    }

    /** Digest of each message that the fragment prints in this locale, by its key, outside of any page. */
    public Map<String, Digest> messageTexts(DependencyTree tree, Locale locale) {
        return messages.read(tree, locale, null);
    }

    private Digest readMessages(DependencyTree tree, Locale locale, @Nullable ITemplateContext context) {
        DigestBuilder builder = new DigestBuilder();
        messages.read(tree, locale, context)
                .forEach((key, text) -> builder.add(key).add(text));
        return builder.toDigest();
    }

    /** Every template that the engine's resolvers can list, sorted. */
    public Set<String> templates() {
        return names.all();
    }

    /** Drops what is remembered: the templates may have changed. */
    public void forget() {
        memo = new Memo();
    }

    /**
     * The tree as it is now, for templates that may change while the application runs: reads what is behind it anew and
     * computes it again only if something changed.
     *
     * @return the same instance when nothing changed
     */
    public DependencyTree current(DependencyTree tree) {
        return tree.isVolatile() ? reread(tree) : tree;
    }

    /**
     * As {@link #current}, whatever the resolvers say of how long their templates last: for when the engine has parsed a
     * template again, because its cache was cleared.
     */
    public DependencyTree reread(DependencyTree tree) {
        Memo known = memo;
        Map<String, Digest> sources = new HashMap<>();
        boolean changed = tree.directories().entrySet().stream()
                .anyMatch(entry -> !reader.templatesIn(entry.getKey()).equals(entry.getValue()));
        for (Part part : tree.parts().values()) {
            Digest now = sources.computeIfAbsent(
                    part.name().template(), template -> reader.source(template, tree.attributes()));
            changed |= !now.equals(part.source());
        }
        if (!changed) {
            return tree;
        }
        sources.forEach((template, now) -> known.forget(template, tree.attributes(), now));
        known.forget(tree);
        return tree(tree.root(), tree.attributes());
    }

    private DependencyTree tree(PartName root, Map<String, Object> attributes) {
        Memo known = memo;
        return known.tree(
                root,
                attributes,
                () -> TransitiveParts.of(
                        root(root, attributes, known),
                        attributes,
                        name -> reader.part(name, attributes, known),
                        reader::templatesIn));
    }

    private Part root(PartName root, Map<String, Object> attributes, Memo known) {
        Part part = reader.part(root, attributes, known);
        if (!part.isPresent()) {
            // The engine's template cache may have been cleared for it alone.
            known.forget(root.template(), attributes, reader.source(root.template(), attributes));
            part = reader.part(root, attributes, known);
        }
        if (part.isPresent()) {
            return part;
        }
        TemplateScan scan = reader.scan(root.template(), null, attributes, known);
        if (!scan.whole().isFound()) {
            throw Problem.templateNotFound(PartName.readable(root.template()));
        }
        throw root.fragment() == null
                ? Problem.nothingSelected(root.toString())
                : Problem.fragmentNotFound(
                        PartName.readable(root.template()),
                        root.fragment(),
                        scan.fragments().keySet());
    }

    private static Map<String, Object> copy(@Nullable Map<String, Object> attributes) {
        return attributes == null || attributes.isEmpty()
                ? Map.of()
                : Collections.unmodifiableMap(new HashMap<>(attributes));
    }
}
