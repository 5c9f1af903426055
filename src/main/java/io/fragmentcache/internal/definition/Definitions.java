package io.fragmentcache.internal.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.KnownFragments;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.internal.scan.CacheTag;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.internal.template.FragmentElements;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.HoleBodies;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.TemplateSeal;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * The fragments of one template engine, each read when it is first asked for, and again when its template was parsed
 * again. Thread-safe.
 */
public final class Definitions {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");
    private static final Pattern TYPE_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.$-]*");

    /** How often a tree is read again because what is behind it changes meanwhile. */
    private static final int MOST_READINGS = 3;

    private record Known(Definition definition, TemplateSeal seal) {}

    private record Read(DependencyTree tree, TemplateSeal seal) {}

    private final Engine engine;
    private final Bodies bodies;
    private final HoleBodies holes;

    /** By the identity of the attribute that marks the fragment, which lives as long as one parse of its template. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<IAttribute, Known> byMark =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    /** What is wrong with a fragment stays wrong until its template is parsed again. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<IAttribute, Problem> failed =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    private final LearnedFacts learned = new LearnedFacts();
    private final KeyPrefixes prefixes = new KeyPrefixes();
    private volatile @Nullable Digests digests;
    private volatile @Nullable ParsedTemplates parsed;

    public Definitions(Engine engine, Bodies bodies, HoleBodies holes) {
        this.engine = engine;
        this.bodies = bodies;
        this.holes = holes;
    }

    public String prefix() {
        return bodies.prefix();
    }

    /**
     * Tells the request's scope, before its first look-up, whether the page is another one for each session: also what
     * stands outside of all fragments.
     */
    public void tellSession(ITemplateContext context, Lookup.Place place) {
        RequestScope scope = place.scope();
        if (scope == null || place.outer() != null || scope.tally().any()) {
            return;
        }
        TemplateData page = context.getTemplateStack().get(0);
        if (digestsOf(EngineBridge.configuration(context))
                .readsSession(page.getTemplate(), context.getTemplateResolutionAttributes(), isApart(scope))) {
            scope.tally().variesBy("Cookie");
        }
    }

    private static boolean isApart(RequestScope scope) {
        RequestScope.Apart filling = scope.apart();
        return filling != null && filling.isElsewhere();
    }

    /** What this tag defines. */
    public Definition of(ITemplateContext context, FragmentTag tag) {
        IAttribute mark = tag.mark();
        if (mark == null) {
            throw Problem.noName();
        }
        Known known = byMark.getIfPresent(mark);
        if (known != null && known.seal.isIntact() && !parsed(context).isOutdated(known.definition)) {
            return known.definition;
        }
        Problem failure = failed.getIfPresent(mark);
        if (failure != null) {
            throw failure;
        }
        String template = template(context, tag);
        Known definition;
        try {
            definition = define(context, tag, template);
        } catch (Problem problem) {
            failed.put(mark, problem);
            throw problem;
        }
        if (known != null) {
            dropChanged(known.definition.tree(), definition.definition.tree(), EngineBridge.configuration(context));
        }
        byMark.put(mark, definition);
        if (!bodies.isCut(tag)) {
            bodies.cut(template, context);
        }
        return definition.definition;
    }

    /**
     * The template that holds the tag. One that the layout dialect merged of two does not say, or names the layout though
     * the mark is the page's: it is the template of what the page fills in here, or the innermost of the templates around,
     * that has this fragment on such an element.
     */
    private String template(ITemplateContext context, FragmentTag tag) {
        String named = tag.tag().getTemplateName();
        String name = tag.called();
        String otherwise = named == null ? context.getTemplateData().getTemplate() : named;
        Digests known = digestsOf(EngineBridge.configuration(context));
        if (name == null || named != null && !known.knowsLayouts()) {
            return otherwise;
        }
        List<String> identity = CacheTag.identity(tag.tag(), prefix());
        List<String> candidates = new ArrayList<>();
        if (named != null) {
            candidates.add(named);
        }
        candidates.addAll(LayoutFillings.templates(context, tag));
        List<TemplateData> around = context.getTemplateStack();
        for (int i = around.size() - 1; i >= 0; i--) {
            candidates.add(around.get(i).getTemplate());
        }
        String element = tag.tag().getElementCompleteName();
        return candidates.stream()
                .filter(template ->
                        known.hasFragment(template, name, element, identity, context.getTemplateResolutionAttributes()))
                .findFirst()
                .orElse(otherwise);
    }

    /** What the engine parsed of a template that changed since is not what is digested now. */
    private void dropChanged(DependencyTree before, DependencyTree now, IEngineConfiguration configuration) {
        now.sources().forEach((template, source) -> {
            Digest old = before.sources().get(template);
            if (old != null
                    && !old.equals(source)
                    && !template.equals(now.root().template())) {
                bodies.drop(template, configuration);
            }
        });
    }

    /** Holds parsed templates against the digests. */
    public ParsedTemplates parsed(ITemplateContext context) {
        digestsOf(EngineBridge.configuration(context));
        return Objects.requireNonNull(parsed);
    }

    private Known define(ITemplateContext context, FragmentTag tag, String template) {
        tag.checkNames();
        Locator locator = new Locator(template, String.valueOf(tag.called()));
        Expressions key = Expressions.parse(context, tag.value(Names.KEY));
        if (key.isEmpty() && tag.value(Names.KEY) != null) {
            throw Problem.noKey(locator.name());
        }
        Read read = tree(context, locator);
        DependencyTree tree = read.tree;
        holes.parsed(tree);
        Digests known = digestsOf(EngineBridge.configuration(context));
        Lifetime lifetime = lifetime(tag);
        Learned reads = learned.of(locator, tree.digest(), () -> seeds(locator, tree, context));
        Definition definition = new Definition(
                locator,
                tree,
                Surroundings.of(tree, known),
                TextRow.of(context, tag),
                engine.settings(),
                lifetime,
                tag.value(Names.FRESH) != null || tag.value(Names.LIFETIME) != null,
                key,
                Expressions.parse(context, tag.value(Names.VERSION)),
                Expressions.parse(context, tag.value(Names.TAGS)),
                Expressions.parse(context, tag.value(Names.UNTIL)),
                Expressions.parse(context, tag.value(Names.IF)),
                vary(tag.value(Names.VARY)),
                lists(tag.value(Names.LISTS)),
                new Beginnings(engine, known, locator, tree, lifetime, said(tag), reads, prefixes),
                reads);
        return new Known(definition, read.seal);
    }

    /** What joins every key, and the variables that the fragment's element and all that it includes spell. */
    private Set<String> seeds(Locator locator, DependencyTree tree, ITemplateContext context) {
        Set<String> names = new HashSet<>();
        engine.settings().always().keySet().forEach(name -> names.add(FactNames.ALWAYS + name));
        ITemplateContext quiet = context instanceof WrappedContext wrapped ? wrapped.innermost() : context;
        Set<PartName> seen = new HashSet<>(Set.of(tree.root()));
        Deque<PartName> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            PartName part = open.pop();
            Part read = tree.parts().get(part);
            if (read == null) {
                continue;
            }
            try {
                Seeds seeds = Seeds.in(element(part, locator, quiet), bodies.prefix());
                names.addAll(seeds.names());
                read.references().stream()
                        .filter(seeds::holds)
                        .map(Reference::to)
                        .filter(to -> to != null && seen.add(to))
                        .forEach(open::push);
            } catch (RuntimeException notFound) {
                // A name too few costs a miss, and no more.
                LOG.debug("The names that {} spells are learned by renderings of '{}'.", part, locator, notFound);
            }
        }
        return names;
    }

    private IModel element(PartName part, Locator locator, ITemplateContext quiet) {
        boolean isRoot = part.fragment() != null;
        String selector = part.selector();
        TemplateModel template = EngineBridge.configuration(quiet)
                .getTemplateManager()
                .parseStandalone(quiet, part.template(), selector == null ? null : Set.of(selector), null, false, true);
        IModel whole = bodies.whole(template, quiet.getModelFactory());
        return isRoot ? FragmentElements.of(whole, locator, bodies.prefix(), quiet) : whole;
    }

    /** Read again for each parse: the template, or what it includes, may have changed since the last one. */
    private Read tree(ITemplateContext context, Locator locator) {
        Digests known = digestsOf(EngineBridge.configuration(context));
        TemplateMode mode = mode(context, locator.template());
        Map<String, Object> attributes = context.getTemplateResolutionAttributes();
        DependencyTree tree = known.now(locator, attributes, mode);
        TemplateSeal seal = seal(tree, EngineBridge.configuration(context));
        for (int i = 0; i < MOST_READINGS && !seal.keys().isEmpty(); i++) {
            DependencyTree again = known.now(locator, attributes, mode);
            if (again.digest().equals(tree.digest()) && again.sources().equals(tree.sources())) {
                break;
            }
            tree = again;
            seal = seal(tree, EngineBridge.configuration(context));
        }
        return new Read(tree, seal);
    }

    /** Of the templates besides the fragment's own, whose parse tells. */
    private static TemplateSeal seal(DependencyTree tree, IEngineConfiguration configuration) {
        Set<String> others = new TreeSet<>(tree.sources().keySet());
        others.remove(tree.root().template());
        return TemplateSeal.of(others, tree.attributes(), configuration);
    }

    /** The mode in which the engine parsed the template; null of one that is not around, but merged into another. */
    private static @Nullable TemplateMode mode(ITemplateContext context, String template) {
        for (TemplateData around : context.getTemplateStack()) {
            if (around.getTemplate().equals(template)) {
                return around.getTemplateMode();
            }
        }
        return null;
    }

    private Digests digestsOf(IEngineConfiguration configuration) {
        Digests known = digests;
        if (known == null) {
            synchronized (this) {
                known = digests;
                if (known == null) {
                    known = new Digests(configuration, bodies.prefix());
                    parsed = new ParsedTemplates(bodies, known);
                    digests = known;
                }
            }
        }
        return known;
    }

    private Lifetime lifetime(FragmentTag tag) {
        Settings settings = engine.settings();
        Lifetime lifetime = settings.lifetime();
        String profile = tag.value(Names.LIFETIME);
        if (profile != null) {
            lifetime = settings.profiles().get(profile.strip());
            if (lifetime == null) {
                throw Problem.unknownProfile(
                        profile, new TreeSet<>(settings.profiles().keySet()));
            }
        }
        String fresh = tag.value(Names.FRESH);
        String stale = tag.value(Names.STALE);
        String touched = tag.value(Names.STALE_AFTER_TOUCH);
        try {
            Lifetime.check(fresh, stale, touched);
        } catch (Problem contradiction) {
            if (settings.strict()) {
                throw contradiction;
            }
            // Production shows the page; the check of the lock names the tag.
            LOG.warn("{}: {}", tag.called(), contradiction.withAnchor());
        }
        return lifetime.saying(fresh, stale, touched);
    }

    /** Kept for tools that say where a setting comes from. */
    private static List<KnownFragments.Said> said(FragmentTag tag) {
        return tag.companions().stream()
                .map(attribute -> {
                    String name = attribute
                            .getAttributeDefinition()
                            .getAttributeName()
                            .getAttributeName();
                    return new KnownFragments.Said(
                            name,
                            attribute.getAttributeCompleteName(),
                            String.valueOf(tag.value(name)),
                            attribute.getLine());
                })
                .toList();
    }

    private static Set<Tag> lists(@Nullable String types) {
        if (types == null) {
            return Set.of();
        }
        Set<Tag> lists = new LinkedHashSet<>();
        for (String type : types.split(",", -1)) {
            String name = type.strip();
            if (!TYPE_NAME.matcher(name).matches()) {
                throw Problem.listsOfNoType(name);
            }
            lists.add(Tag.members(name));
        }
        return Collections.unmodifiableSet(lists);
    }

    private Set<String> vary(@Nullable String names) {
        if (names == null) {
            return Set.of();
        }
        Set<String> vary = new LinkedHashSet<>();
        for (String name : names.split(",")) {
            String stripped = name.strip();
            // The language is in every key.
            if (!stripped.equals("locale")) {
                if (!stripped.equals(Definition.ANY)) {
                    engine.settings().vary(stripped);
                }
                vary.add(stripped);
            }
        }
        return Collections.unmodifiableSet(vary);
    }
}
