package io.fragmentcache.internal.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.internal.template.FragmentElements;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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

/**
 * The fragments of one template engine, each read when it is first asked for, and again when its template was parsed
 * anew. Thread-safe.
 */
public final class Definitions {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");
    private static final Pattern TYPE_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.$-]*");

    private record Spot(String template, int line, int column, boolean element) {}

    private final Engine engine;
    private final Bodies bodies;
    private final Map<Spot, Definition> latest = new ConcurrentHashMap<>();

    /** By the identity of the attribute that marks the fragment, which lives as long as one parse of its template. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<IAttribute, Definition> byMark =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    /** What is wrong with a fragment stays wrong until its template is parsed again. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<IAttribute, Problem> failed =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    private final LearnedFacts learned = new LearnedFacts();
    private volatile @Nullable Digests digests;

    public Definitions(Engine engine, Bodies bodies) {
        this.engine = engine;
        this.bodies = bodies;
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
        if (digestsOf(context.getConfiguration())
                .readsSession(page.getTemplate(), context.getTemplateResolutionAttributes())) {
            scope.tally().variesBy("Cookie");
        }
    }

    /** What this tag defines. */
    public Definition of(ITemplateContext context, FragmentTag tag) {
        IAttribute mark = tag.mark();
        if (mark == null) {
            throw Problem.noName();
        }
        Definition known = byMark.getIfPresent(mark);
        if (known != null) {
            return known;
        }
        Spot spot =
                new Spot(template(context, tag), tag.tag().getLine(), tag.tag().getCol(), tag.isElement());
        Problem failure = failed.getIfPresent(mark);
        if (failure != null) {
            throw failure;
        }
        Definition definition;
        try {
            definition = define(context, tag, spot.template, latest.get(spot));
        } catch (Problem problem) {
            failed.put(mark, problem);
            throw problem;
        }
        latest.put(spot, definition);
        byMark.put(mark, definition);
        if (!bodies.isCut(tag)) {
            bodies.cut(spot.template, context);
        }
        return definition;
    }

    /**
     * The template that holds the tag. A tag that another dialect made, such as one that the layout dialect merged of
     * two, does not say: it is the innermost of the templates around that has a fragment of this name.
     */
    private String template(ITemplateContext context, FragmentTag tag) {
        String named = tag.tag().getTemplateName();
        if (named != null) {
            return named;
        }
        String name = tag.called();
        List<TemplateData> around = context.getTemplateStack();
        for (int i = around.size() - 1; i >= 0; i--) {
            String template = around.get(i).getTemplate();
            if (digestsOf(context.getConfiguration()).fragmentsIn(template).stream()
                    .anyMatch(fragment -> fragment.name().equals(name))) {
                return template;
            }
        }
        return context.getTemplateData().getTemplate();
    }

    private Definition define(ITemplateContext context, FragmentTag tag, String template, @Nullable Definition before) {
        tag.checkNames();
        Locator locator = new Locator(template, String.valueOf(tag.called()));
        Expressions key = Expressions.parse(context, tag.value(Names.KEY));
        if (key.isEmpty() && tag.value(Names.KEY) != null) {
            throw Problem.noKey(locator.name());
        }
        DependencyTree tree = tree(context, locator, before);
        Digests known = digestsOf(context.getConfiguration());
        Lifetime lifetime = lifetime(tag);
        return new Definition(
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
                Expressions.parse(context, tag.value(Names.IF)),
                vary(tag.value(Names.VARY)),
                lists(tag.value(Names.LISTS)),
                new Beginnings(engine, known, locator, tree, lifetime),
                learned.of(locator, tree.digest(), () -> seeds(locator, context)));
    }

    /** What joins every key, and the variables that the fragment's element spells. */
    private Set<String> seeds(Locator locator, ITemplateContext context) {
        Set<String> names = new HashSet<>();
        engine.settings().always().keySet().forEach(name -> names.add(FactNames.ALWAYS + name));
        ITemplateContext quiet = context instanceof WrappedContext wrapped ? wrapped.innermost() : context;
        try {
            TemplateModel template = context.getConfiguration()
                    .getTemplateManager()
                    .parseStandalone(quiet, locator.template(), null, null, false, true);
            IModel whole = bodies.whole(template, context.getModelFactory());
            names.addAll(Seeds.in(FragmentElements.of(whole, locator, bodies.prefix(), quiet), bodies.prefix()));
        } catch (RuntimeException notFound) {
            // A name too few costs a miss, and no more.
            LOG.debug("The names that '{}' spells are learned by its renderings.", locator, notFound);
        }
        return names;
    }

    private DependencyTree tree(ITemplateContext context, Locator locator, @Nullable Definition before) {
        Digests known = digestsOf(context.getConfiguration());
        if (before != null && before.locator().equals(locator)) {
            // Parsed again: for another page that includes it, or because it, or what it includes, may have changed.
            return known.reread(before.tree());
        }
        return known.of(locator, context.getTemplateResolutionAttributes());
    }

    private Digests digestsOf(IEngineConfiguration configuration) {
        Digests known = digests;
        if (known == null) {
            synchronized (this) {
                known = digests;
                if (known == null) {
                    known = new Digests(configuration, bodies.prefix());
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
            LOG.warn("{}: {}", tag.called(), contradiction.getMessage());
        }
        return lifetime.saying(fresh, stale, touched);
    }

    private static Set<Tag> lists(@Nullable String types) {
        Set<Tag> lists = new LinkedHashSet<>();
        if (types == null) {
            return lists;
        }
        for (String type : types.split(",", -1)) {
            String name = type.strip();
            if (!TYPE_NAME.matcher(name).matches()) {
                throw Problem.listsOfNoType(name);
            }
            lists.add(Tag.members(name));
        }
        return lists;
    }

    private Set<String> vary(@Nullable String names) {
        Set<String> vary = new LinkedHashSet<>();
        if (names == null) {
            return vary;
        }
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
        return vary;
    }
}
