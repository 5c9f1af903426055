package io.fragmentcache.internal.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.internal.scan.Dialects;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.internal.template.EngineBridge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.ICache;
import org.thymeleaf.cache.ICacheManager;
import org.thymeleaf.cache.TemplateCacheKey;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Holds what the engine parsed against what was digested: a template may be edited between the two, and its old content
 * must not be kept under the new digest. Thread-safe.
 */
public final class ParsedTemplates {
    private static final Set<String> MERGED = Set.of("html", "head", "title", "body");
    private static final int MOST_DOUBTED = 1_000;

    private final Bodies bodies;
    private final Digests digests;

    /** Definitions whose element is the one that was digested, or is not. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<Definition, Boolean> known =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    /** Under which raw templates these parses were found to be the ones that are read. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<TemplateData, Digest> verified =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    /**
     * Sources of templates whose parse was another one, once. Parsed again it is the same as read; where it still is
     * not, something else changes it, and not an edit.
     */
    @Bound("1 000 names")
    private final Cache<String, Digest> doubted = Caffeine.newBuilder()
            .maximumSize(MOST_DOUBTED)
            .executor(Runnable::run)
            .build();

    ParsedTemplates(Bodies bodies, Digests digests) {
        this.bodies = bodies;
        this.digests = digests;
    }

    /** Whether this definition is of another state of its template than the engine has. */
    public boolean isOutdated(Definition definition) {
        return Boolean.FALSE.equals(known.getIfPresent(definition));
    }

    /**
     * Whether a fragment's element is the one that was digested. Where not, the engine is to parse the template again.
     *
     * @param element as it was gathered
     * @param isWhole whether its tag was taken from the page, and not from the template alone
     */
    public boolean isDigested(Definition definition, IModel element, ITemplateContext context, boolean isWhole) {
        Boolean before = known.getIfPresent(definition);
        if (before != null) {
            return before;
        }
        String name = definition.locator().toString();
        Digest source = definition.tree().sources().get(definition.locator().template());
        boolean same = isSame(definition, element, context, isWhole) || isDoubtedAgain(name, source);
        known.put(definition, same);
        if (!same) {
            bodies.drop(definition.locator().template(), EngineBridge.configuration(context));
        }
        return same;
    }

    private boolean isSame(Definition definition, IModel element, ITemplateContext context, boolean isWhole) {
        TemplateMode mode = context.getTemplateMode();
        IEngineConfiguration configuration = EngineBridge.configuration(context);
        if (!(element.get(0) instanceof IProcessableElementTag tag)
                || !definition.locator().template().equals(tag.getTemplateName())
                || !Bodies.mayCut(configuration, mode)
                || isMerged(tag, configuration)) {
            return true;
        }
        List<IProcessableElementTag> open = context.getElementStack();
        IProcessableElementTag last = open.isEmpty() ? null : open.get(open.size() - 1);
        boolean isItself = last != null
                && last.getLine() == tag.getLine()
                && last.getCol() == tag.getCol()
                && tag.getTemplateName().equals(last.getTemplateName());
        IModel whole = bodies.whole(element, context.getModelFactory());
        return digests.covers(definition.tree(), isItself ? last : null, whole, isWhole);
    }

    private boolean isDoubtedAgain(String name, @Nullable Digest source) {
        if (source == null || source.equals(doubted.getIfPresent(name))) {
            return true;
        }
        doubted.put(name, source);
        return false;
    }

    private boolean isMerged(IProcessableElementTag tag, IEngineConfiguration configuration) {
        return MERGED.contains(tag.getElementCompleteName())
                && Dialects.of(configuration, bodies.prefix()).layout() != null;
    }

    /** Whether the templates that a rendering included are those that were digested. */
    public boolean areDigested(Definition definition, Collection<TemplateData> used, ITemplateContext context) {
        boolean all = true;
        Map<String, Digest> sources =
                used.isEmpty() ? Map.of() : definition.tree().sources();
        for (TemplateData template : used) {
            Digest source = sources.get(template.getTemplate());
            if (source != null && !source.equals(verified.getIfPresent(template))) {
                if (isSame(definition.tree(), template, context)
                        || isDoubtedAgain(definition.locator() + " " + template.getTemplate(), source)) {
                    verified.put(template, source);
                } else {
                    all = false;
                    known.put(definition, false);
                    bodies.drop(template.getTemplate(), EngineBridge.configuration(context));
                }
            }
        }
        return all;
    }

    private boolean isSame(DependencyTree tree, TemplateData template, ITemplateContext context) {
        Set<String> selectors = template.getTemplateSelectors();
        boolean isOne = selectors == null || selectors.size() == 1;
        TemplateModel parsed = isOne ? parsed(template, tree, context) : null;
        String selector =
                selectors == null || !isOne ? null : selectors.iterator().next();
        return digests.covers(
                tree,
                template.getTemplate(),
                selector,
                parsed == null ? null : bodies.filled(parsed, context.getModelFactory()));
    }

    /** The very parse, if the engine keeps it. */
    @SuppressWarnings("ReferenceEquality") // One parse has one of these.
    private static @Nullable TemplateModel parsed(
            TemplateData template, DependencyTree tree, ITemplateContext context) {
        ICacheManager manager = EngineBridge.configuration(context).getCacheManager();
        ICache<TemplateCacheKey, TemplateModel> cache = manager == null ? null : manager.getTemplateCache();
        if (cache == null || !template.getValidity().isCacheable()) {
            return null;
        }
        List<@Nullable String> owners = new ArrayList<>();
        owners.add(null);
        context.getTemplateStack().forEach(around -> owners.add(around.getTemplate()));
        owners.addAll(tree.sources().keySet());
        for (String owner : owners) {
            for (TemplateMode mode : new TemplateMode[] {null, template.getTemplateMode()}) {
                TemplateModel model = cache.get(new TemplateCacheKey(
                        owner,
                        template.getTemplate(),
                        template.getTemplateSelectors(),
                        0,
                        0,
                        mode,
                        context.getTemplateResolutionAttributes()));
                if (model != null && model.getTemplateData() == template) {
                    return model;
                }
            }
        }
        return null;
    }
}
