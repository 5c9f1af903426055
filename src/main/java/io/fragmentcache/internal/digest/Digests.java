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
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.templatemode.TemplateMode;

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
        return remembered(PartName.of(fragment), copy(resolutionAttributes));
    }

    /**
     * What the digest covers as the templates are now, whatever was read before.
     *
     * @param mode in which the engine was told to parse the fragment's template; null where its resolver says it
     * @return the same instance while nothing changes
     */
    public DependencyTree now(
            Locator fragment, @Nullable Map<String, Object> resolutionAttributes, @Nullable TemplateMode mode) {
        DependencyTree tree = now(PartName.of(fragment), copy(resolutionAttributes), mode);
        memo.forgetMessages(tree);
        return tree;
    }

    /**
     * Digest of what {@code ~{template :: selector}} prints, as it is now: for a fragment that is handed in as a
     * parameter, and for the page that fills a {@code layout:fragment}.
     */
    public Digest included(
            String template, @Nullable String selector, @Nullable Map<String, Object> resolutionAttributes) {
        return current(remembered(PartName.included(template, selector), copy(resolutionAttributes)))
                .digest();
    }

    /**
     * Whether a page may ask for its visitor's session: told from the text of its templates, once.
     *
     * @param apart whether holes that may be fetched apart are left out of the page
     */
    public boolean readsSession(String template, @Nullable Map<String, Object> resolutionAttributes, boolean apart) {
        Map<String, Object> attributes = copy(resolutionAttributes);
        Supplier<Boolean> read = () -> sessions.in(
                template,
                attributes,
                apart,
                () -> remembered(PartName.included(template, null), attributes)
                        .parts()
                        .keySet());
        return SessionReads.isKept(template) ? memo.readsSession(template, attributes, apart, read) : read.get();
    }

    /** The cached fragments of a template, in order of appearance. */
    public List<Locator> fragmentsIn(String template) {
        TemplateScan scan = reader.scan(template, null, once(template));
        if (!scan.whole().isFound()) {
            throw Problem.templateNotFound(PartName.readable(template));
        }
        return scan.fragments().keySet().stream()
                .map(name -> new Locator(template, name))
                .toList();
    }

    /** Whether this engine has the layout dialect. */
    public boolean knowsLayouts() {
        return reader.knowsLayouts();
    }

    /**
     * Whether a template has a fragment of this name on such an element.
     *
     * @param identity what tells its entries apart, as the tag has it
     */
    public boolean hasFragment(
            String template,
            String name,
            String element,
            List<String> identity,
            @Nullable Map<String, Object> resolutionAttributes) {
        TemplateScan scan =
                reader.scan(template, null, reader.reading(memo, template, copy(resolutionAttributes), null, true));
        Part part = scan.fragments().get(name);
        TemplateScan.Element written = scan.elements().get(name);
        return part != null
                && written != null
                && written.tag().equals(element)
                && part.identity().equals(identity);
    }

    /** Attributes of the cache dialect in a template that mean nothing where they stand, in sentences with file and line. */
    public List<String> straysIn(String template) {
        return reader.scan(template, null, once(template)).strays();
    }

    /**
     * Whether the engine parsed the very element that a tree covers.
     *
     * @param written its tag as it stands in the template; null if it is not known
     * @param element the tag and what stands in it, bodies of fragments in their places
     * @param isWhole whether the tag has all its attributes
     */
    public boolean covers(
            DependencyTree tree, @Nullable IProcessableElementTag written, IModel element, boolean isWhole) {
        Reading reading = reader.reading(memo, tree.root().template(), tree.attributes(), mode(tree), true);
        String name = tree.fragment().name();
        Part part = tree.parts().get(tree.root());
        if (part == null || !reading.digest(tree.root().template()).equals(part.source())) {
            return false;
        }
        TemplateScan.Element read =
                reader.scan(tree.root().template(), null, reading).elements().get(name);
        TemplateScan.Element parsed = reader.parsed(tree.root().template(), null, element, reading)
                .map(scan -> scan.elements().get(name))
                .orElse(null);
        if (read == null || parsed == null || !read.inner().equals(parsed.inner())) {
            return false;
        }
        if (written == null) {
            return true;
        }
        // A hole is rendered without its mark, and with the fragment that it may be too.
        Map<String, String> now = reader.withoutHole(written.getAttributeMap());
        Map<String, String> then = reader.withoutHole(read.attributes());
        return isWhole ? now.equals(then) : then.entrySet().containsAll(now.entrySet());
    }

    /** Whether the engine parsed the very template, or what a selector chooses in it, that a tree covers. */
    public boolean covers(DependencyTree tree, String template, @Nullable String selector, @Nullable IModel parsed) {
        Reading reading = reader.reading(memo, tree.root().template(), tree.attributes(), mode(tree), true);
        Digest source = tree.sources().get(template);
        if (source == null || !reading.digest(template).equals(source)) {
            return source == null;
        }
        if (parsed == null) {
            return true;
        }
        Digest read = reader.scan(template, selector, reading).whole().digest();
        return reader.parsed(template, selector, parsed, reading)
                .filter(scan -> scan.whole().digest().equals(read))
                .isPresent();
    }

    private Reading once(String template) {
        return reader.reading(memo, template, Map.of(), null, false);
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
        return names.all(this::isMarked);
    }

    /** The resolvers whose templates cannot be listed, in words. */
    public List<String> unlisted() {
        return names.unlisted();
    }

    /** Parameters that some template hands a fragment over by, {@code ~{part(t=~{slot :: s})}}. */
    public Set<String> handedIn(String template) {
        return reader.scan(template, null, once(template)).handed();
    }

    private boolean isMarked(String template) {
        return once(template)
                .source(template)
                .filter(source -> reader.isMarked(source))
                .isPresent();
    }

    /** Drops what is remembered: the templates may have changed. */
    public void forget() {
        memo = new Memo();
    }

    /**
     * The tree as it is now, for templates that may change while the application runs: reads what is behind it again
     * and computes it again only if something changed.
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
        return now(tree.root(), tree.attributes(), mode(tree));
    }

    private static @Nullable TemplateMode mode(DependencyTree tree) {
        return tree.mode().map(TemplateMode::valueOf).orElse(null);
    }

    private DependencyTree remembered(PartName root, Map<String, Object> attributes) {
        Memo known = memo;
        DependencyTree tree = known.tree(root, attributes, null);
        return tree == null ? compute(root, attributes, null, known, false) : tree;
    }

    private DependencyTree now(PartName root, Map<String, Object> attributes, @Nullable TemplateMode mode) {
        Memo known = memo;
        DependencyTree tree = known.tree(root, attributes, mode);
        return tree == null || hasChanged(tree, known) ? compute(root, attributes, mode, known, true) : tree;
    }

    private boolean hasChanged(DependencyTree tree, Memo known) {
        Reading reading = reader.reading(known, tree.root().template(), tree.attributes(), mode(tree), true);
        return tree.directories().entrySet().stream()
                        .anyMatch(entry -> !reader.templatesIn(entry.getKey()).equals(entry.getValue()))
                || tree.parts().values().stream()
                        .anyMatch(
                                part -> !reading.digest(part.name().template()).equals(part.source()));
    }

    private DependencyTree compute(
            PartName root, Map<String, Object> attributes, @Nullable TemplateMode mode, Memo known, boolean isCurrent) {
        Reading reading = reader.reading(known, root.template(), attributes, mode, isCurrent);
        return known.keep(TransitiveParts.of(
                root(root, reading), attributes, mode, name -> reader.part(name, reading), reader::templatesIn));
    }

    private Part root(PartName root, Reading reading) {
        Part part = reader.part(root, reading);
        if (part.isPresent()) {
            return part;
        }
        if (!reading.isCurrent()) {
            // It may have been written since its template was read.
            return root(
                    root,
                    reader.reading(
                            reading.memo(),
                            root.template(),
                            reading.attributes(),
                            reading.modeOf(root.template()),
                            true));
        }
        TemplateScan scan = reader.scan(root.template(), null, reading);
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
