package io.fragmentcache.internal.template;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Hole;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.templateresource.StringTemplateResource;

/**
 * The bodies of holes, by template and name. An entry keeps only these two: it may come from a store that outlived the
 * process, and then the body is looked for in the template. Thread-safe.
 */
public final class HoleBodies {
    private record Spot(String template, String name) {}

    private static final long MOST = 8 << 20;
    private static final int BYTES_OF_A_BODY = 800;

    private final String prefix;
    private final Bodies fragments;
    /** Bounded: templates that are edited, or made of strings, bring ever new ones. What is let go is found again. */
    @Bound("8 MB of names and elements")
    private final Cache<Spot, HoleBody> bodies = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Spot spot, HoleBody body) -> BYTES_OF_A_BODY + 4 * spot.template.length())
            .executor(Runnable::run)
            .build();

    /** Names by the identity of the attribute that marks the hole: digesting each row of a list again would be dear. */
    @Bound("attributes of templates that are parsed now: the keys are weak")
    private final Cache<IAttribute, String> names =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    public HoleBodies(Bodies fragments) {
        this.prefix = fragments.prefix();
        this.fragments = fragments;
    }

    /** Remembers the body of a hole that was met while rendering, and gives its name. */
    public String meet(
            ITemplateContext context, IProcessableElementTag tag, IAttribute mark, String template, IModel element) {
        String name = names.get(mark, first -> HoleBody.nameOf(fragments.whole(element, context.getModelFactory())));
        Spot spot = new Spot(template, name);
        if (bodies.getIfPresent(spot) == null) {
            if (mayBeInlined(context)) {
                find(template, context);
                if (bodies.getIfPresent(spot) == null) {
                    throw Problem.holeInlined();
                }
            }
            bodies.put(spot, new HoleBody(tag, element, context.getTemplateData(), context.getInliner()));
        }
        return name;
    }

    /** The body of a hole. */
    public HoleBody of(Hole hole, ITemplateContext context) {
        Spot spot = new Spot(hole.template(), hole.name());
        HoleBody known = bodies.getIfPresent(spot);
        if (known != null) {
            return known;
        }
        find(hole.template(), context);
        HoleBody found = bodies.getIfPresent(spot);
        if (found == null) {
            throw Problem.holeNotFound(hole.template());
        }
        return found;
    }

    /** Scripts, texts and conditional comments are parsed by themselves, as a string, when they are met. */
    private static boolean mayBeInlined(ITemplateContext context) {
        return context.getTemplateData().getTemplateResource() instanceof StringTemplateResource;
    }

    private void find(String name, ITemplateContext context) {
        TemplateModel template =
                context.getConfiguration().getTemplateManager().parseStandalone(context, name, null, null, true, true);
        IModelFactory factory = context.getModelFactory();
        IModel whole = fragments.whole(template, factory);
        for (int i = 0; i < whole.size(); i++) {
            if (whole.get(i) instanceof IProcessableElementTag tag && isHole(tag)) {
                IModel element = CacheAttributes.withoutHole(FragmentElements.at(whole, i, factory), prefix, factory);
                Spot spot = new Spot(name, HoleBody.nameOf(element));
                bodies.asMap().putIfAbsent(spot, new HoleBody(tag, element, template.getTemplateData(), null));
            }
        }
    }

    private boolean isHole(IProcessableElementTag tag) {
        return tag.hasAttribute(prefix, Names.HOLE);
    }
}
