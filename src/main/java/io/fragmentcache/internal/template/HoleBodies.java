package io.fragmentcache.internal.template;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Hole;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.exceptions.TemplateInputException;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.IText;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresource.StringTemplateResource;

/**
 * The bodies of holes, by template and name. An entry keeps only these two: it may come from a store that outlived the
 * process, and then the body is looked for in the template. Thread-safe.
 */
public final class HoleBodies {
    private record Resolved(String template, Map<String, Object> attributes) {}

    private record Spot(Resolved template, String name) {}

    private static final long MOST = 8 << 20;
    private static final int BYTES_OF_A_BODY = 800;

    private final String prefix;
    private final Bodies fragments;

    /** Bounded: templates that are edited, or made of strings, bring ever new ones. What is let go is found again. */
    @Bound("8 MB of names and elements")
    private final Cache<Spot, HoleBody> bodies = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Spot spot, HoleBody body) -> BYTES_OF_A_BODY + 4 * spot.template.template.length())
            .executor(Runnable::run)
            .build();

    /** In which state of their templates they were found. */
    @Bound("8 MB of names")
    private final Cache<Resolved, Digest> sources = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Resolved template, Digest source) -> BYTES_OF_A_BODY + 2 * template.template.length())
            .executor(Runnable::run)
            .build();

    /** Names by the attribute that marks the hole: digesting each row of a list again would take long. */
    @Bound("attributes of templates that are parsed now: the keys are weak")
    private final Cache<IAttribute, Map<Inlining, String>> names =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    public HoleBodies(Bodies fragments) {
        this.prefix = fragments.prefix();
        this.fragments = fragments;
    }

    /** The prefix of the dialect. */
    public String prefix() {
        return prefix;
    }

    /** Remembers the body of a hole that was met while rendering, and gives its name. */
    public String meet(
            ITemplateContext context, IProcessableElementTag tag, IAttribute mark, String template, IModel element) {
        String name = names.get(mark, first -> new ConcurrentHashMap<>())
                .computeIfAbsent(Inlining.of(context), inlining -> name(element, context));
        Spot spot = new Spot(resolved(template, context), name);
        if (bodies.getIfPresent(spot) == null) {
            boolean mayBeInlined = mayBeInlined(context);
            if (mayBeInlined || isLoop(tag, context)) {
                find(template, context);
            }
            if (bodies.getIfPresent(spot) == null) {
                if (mayBeInlined) {
                    throw Problem.holeInlined();
                }
                bodies.put(spot, new HoleBody(tag, element, context.getTemplateData(), context.getInliner(), 0));
            }
        }
        return name;
    }

    /** The templates of this tree are as it says: holes of other states of them are forgotten. */
    public void parsed(DependencyTree tree) {
        tree.parts().values().forEach(part -> {
            Resolved template = new Resolved(part.name().template(), tree.attributes());
            Digest before = sources.getIfPresent(template);
            if (!part.source().equals(before)) {
                sources.put(template, part.source());
                if (before != null) {
                    bodies.asMap().keySet().removeIf(spot -> spot.template().equals(template));
                }
            }
        });
    }

    /** The body of a hole; null where its template has no such hole. */
    public @Nullable HoleBody find(Hole hole, ITemplateContext context) {
        Spot spot = new Spot(resolved(hole.template(), context), hole.name());
        HoleBody known = bodies.getIfPresent(spot);
        if (known == null) {
            find(hole.template(), context);
            known = bodies.getIfPresent(spot);
        }
        return known;
    }

    /** A hole as it stands in its template; null where the page was not made of it. */
    public @Nullable IModel written(IProcessableElementTag tag, ITemplateContext context) {
        TemplateModel template = parsed(tag.getTemplateName(), context);
        if (template == null) {
            return null;
        }
        IModelFactory factory = template.getConfiguration().getModelFactory(template.getTemplateMode());
        IModel whole = fragments.whole(template, factory);
        for (int i = 0; i < whole.size(); i++) {
            if (whole.get(i) instanceof IProcessableElementTag each
                    && CacheAttributes.isHole(each, prefix)
                    && each.getLine() == tag.getLine()
                    && each.getCol() == tag.getCol()) {
                return FragmentElements.at(whole, i, factory);
            }
        }
        return null;
    }

    /** The body of a hole that is there. */
    public HoleBody of(Hole hole, ITemplateContext context) {
        HoleBody found = find(hole, context);
        if (found == null) {
            throw Problem.holeNotFound(hole.template());
        }
        return found;
    }

    /** What stands before it in the template is repeated between its rows. */
    private static boolean isLoop(IProcessableElementTag tag, ITemplateContext context) {
        return tag.hasAttribute(EngineBridge.configuration(context).getStandardDialectPrefix(), "each");
    }

    private static @Nullable IText spaceBefore(IModel whole, int element) {
        return element > 0
                        && whole.get(element - 1) instanceof IText text
                        && text.getText().isBlank()
                ? text
                : null;
    }

    /** Scripts, texts and conditional comments are parsed by themselves, as a string, when they are met. */
    private static boolean mayBeInlined(ITemplateContext context) {
        return context.getTemplateData().getTemplateResource() instanceof StringTemplateResource;
    }

    private static Resolved resolved(String template, ITemplateContext context) {
        Map<String, Object> attributes = context.getTemplateResolutionAttributes();
        return new Resolved(template, attributes == null ? Map.of() : attributes);
    }

    private String name(IModel element, ITemplateContext context) {
        IModelFactory factory = context.getModelFactory();
        return HoleBody.nameOf(fragments.whole(element, factory), Inlining.of(context), prefix, factory);
    }

    private void find(String name, ITemplateContext context) {
        TemplateModel template = parsed(name, context);
        if (template == null) {
            return;
        }
        IModelFactory factory = template.getConfiguration().getModelFactory(template.getTemplateMode());
        IModel whole = fragments.whole(template, factory);
        Resolved resolved = resolved(name, context);
        for (int i = 0; i < whole.size(); i++) {
            if (whole.get(i) instanceof IProcessableElementTag tag && CacheAttributes.isHole(tag, prefix)) {
                IModel element = FragmentElements.at(whole, i, factory);
                found(tag, element, isLoop(tag, context) ? spaceBefore(whole, i) : null, resolved, template, context);
                IModel included = IncludedHole.of(element, prefix, factory, EngineBridge.configuration(context));
                if (included != null) {
                    found((IProcessableElementTag) included.get(0), included, null, resolved, template, context);
                }
            }
        }
    }

    private void found(
            IProcessableElementTag tag,
            IModel marked,
            @Nullable IText space,
            Resolved resolved,
            TemplateModel template,
            ITemplateContext context) {
        IModelFactory factory = template.getConfiguration().getModelFactory(template.getTemplateMode());
        IModel element = CacheAttributes.withoutHole(marked, prefix, factory);
        for (Inlining inlining : Inlining.values()) {
            Spot spot = new Spot(resolved, HoleBody.nameOf(element, inlining, prefix, factory));
            IModel spaced = space == null ? element : element.cloneModel();
            if (space != null) {
                spaced.insert(0, space);
            }
            IModel inlined = inlining.around(spaced, factory, EngineBridge.configuration(context));
            int before = space == null ? 0 : space.length();
            bodies.asMap().putIfAbsent(spot, new HoleBody(tag, inlined, template.getTemplateData(), null, before));
        }
    }

    /** Null where there is no such template any more. */
    private static @Nullable TemplateModel parsed(String name, ITemplateContext context) {
        TemplateMode mode = null;
        for (TemplateData around : context.getTemplateStack()) {
            if (around.getTemplate().equals(name)) {
                // What is inlined in it has its name too, and a mode of its own.
                mode = around.getTemplateMode();
                break;
            }
        }
        try {
            return EngineBridge.configuration(context)
                    .getTemplateManager()
                    .parseStandalone(context, name, null, mode, true, false);
        } catch (TemplateInputException gone) {
            return null;
        }
    }
}
