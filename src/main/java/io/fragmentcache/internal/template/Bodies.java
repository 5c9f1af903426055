package io.fragmentcache.internal.template;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.ICache;
import org.thymeleaf.cache.ICacheManager;
import org.thymeleaf.cache.TemplateCacheKey;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.ITemplateEnd;
import org.thymeleaf.model.ITemplateEvent;
import org.thymeleaf.model.ITemplateStart;
import org.thymeleaf.model.IText;
import org.thymeleaf.processor.element.IElementModelProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * The bodies of fragments, cut out of the templates that the engine keeps parsed: what a hit skips, the engine would else
 * walk through event by event. A render of a fragment puts its body back. Thread-safe.
 *
 * <p>Only in HTML and XML, and only where no other dialect looks at whole elements or templates: it would miss what is not
 * there. Of the layout dialect it is known which elements it looks into.
 */
public final class Bodies {
    /** Events; to walk past fewer costs less than to keep them elsewhere. */
    private static final int WORTH_CUTTING = 3;

    private final String prefix;
    private volatile boolean hasCut;

    /** By the identity of the text that stands in for the body, wherever the element is moved to. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<ITemplateEvent, IModel> cut =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    /** The attributes that mark fragments without a body, each living as long as one parse of its template. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<IAttribute, Boolean> empty =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    public Bodies(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }

    /** Cuts the bodies out of this template, from the next page on that is made of it. */
    public void cut(String template, ITemplateContext context) {
        IEngineConfiguration configuration = EngineBridge.configuration(context);
        ICacheManager manager = configuration.getCacheManager();
        ICache<TemplateCacheKey, TemplateModel> parsed = manager == null ? null : manager.getTemplateCache();
        if (parsed == null || !mayCut(configuration, context.getTemplateMode())) {
            return;
        }
        LayoutElements layout = LayoutElements.of(configuration, prefix);
        for (TemplateCacheKey key : Set.copyOf(parsed.keySet())) {
            TemplateModel whole = key.getTemplate().equals(template) ? parsed.get(key) : null;
            if (whole != null && whole.getTemplateMode() == context.getTemplateMode()) {
                List<ITemplateEvent> rest = withoutBodies(whole, 0, whole.size(), context.getModelFactory(), layout);
                if (rest.size() < whole.size()) {
                    // Thymeleaf's own cache keeps what it has under a key.
                    parsed.clearKey(key);
                    parsed.put(key, EngineBridge.template(whole, rest));
                }
            }
        }
    }

    /** Has the engine parse this template again, for each template that includes it. */
    public void drop(String template, IEngineConfiguration configuration) {
        ICacheManager manager = configuration.getCacheManager();
        ICache<TemplateCacheKey, TemplateModel> parsed = manager == null ? null : manager.getTemplateCache();
        if (parsed != null) {
            for (TemplateCacheKey key : Set.copyOf(parsed.keySet())) {
                if (key.getTemplate().equals(template) && !TemplateSeal.isOne(key)) {
                    parsed.clearKey(key);
                }
            }
        }
    }

    /** Whether no other dialect changes elements as a whole before they are rendered, but for those that are known. */
    public static boolean mayCut(IEngineConfiguration configuration, TemplateMode mode) {
        // In the others the engine trims the body of each row, by its place in the loop.
        return mode.isMarkup()
                && configuration.getPreProcessors(mode).isEmpty()
                && configuration.getElementProcessors(mode).stream()
                        .allMatch(processor -> !(processor instanceof IElementModelProcessor)
                                || EngineBridge.isOurs(processor)
                                || EngineBridge.isOfLayoutDialect(processor));
    }

    /** Whether the body of this fragment may be somewhere else. A tag that a dialect merged of two does not say. */
    public boolean isCut(FragmentTag tag) {
        IAttribute mark = tag.mark();
        return tag.tag().getTemplateName() == null || (mark != null && empty.getIfPresent(mark) != null);
    }

    /** The element of a fragment with its body; fragments inside may still be without theirs. */
    IModel filled(IModel element) {
        IModel filled = element.cloneModel();
        IModel body = filled.size() > 1 ? bodyFor(filled.get(1)) : null;
        if (body != null) {
            filled.remove(1);
            filled.insertModel(1, body);
        }
        return filled;
    }

    /** The same events with the bodies of all fragments. Start and end of a template are left out. */
    public IModel whole(IModel model, IModelFactory factory) {
        IModel whole = factory.createModel();
        for (int i = 0; i < model.size(); i++) {
            ITemplateEvent event = model.get(i);
            IModel body = bodyFor(event);
            if (body != null) {
                whole.addModel(whole(body, factory));
            } else if (!(event instanceof ITemplateStart || event instanceof ITemplateEnd)) {
                whole.add(event);
            }
        }
        return whole;
    }

    /** The same template with the bodies of all its fragments; itself where none was cut out. */
    public TemplateModel filled(TemplateModel model, IModelFactory factory) {
        if (!isCut(model)) {
            return model;
        }
        List<ITemplateEvent> events = new ArrayList<>();
        for (int i = 0; i < model.size(); i++) {
            IModel body = bodyFor(model.get(i));
            if (body == null) {
                events.add(model.get(i));
            } else {
                IModel whole = whole(body, factory);
                for (int k = 0; k < whole.size(); k++) {
                    events.add(whole.get(k));
                }
            }
        }
        return EngineBridge.template(model, events);
    }

    /** Whether anything was cut out so far. */
    public boolean mayBeCut() {
        return hasCut;
    }

    /** Whether some body of this model is somewhere else. */
    private boolean isCut(IModel model) {
        for (int i = 0; i < model.size(); i++) {
            if (bodyFor(model.get(i)) != null) {
                return true;
            }
        }
        return false;
    }

    private @Nullable IModel bodyFor(ITemplateEvent event) {
        return event instanceof IText ? cut.getIfPresent(event) : null;
    }

    private List<ITemplateEvent> withoutBodies(
            IModel events, int from, int to, IModelFactory factory, LayoutElements layout) {
        List<ITemplateEvent> rest = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ITemplateEvent event = events.get(i);
            rest.add(event);
            FragmentTag tag = event instanceof IOpenElementTag open ? fragment(open) : null;
            IAttribute mark = tag == null ? null : tag.mark();
            int close = mark == null ? i : closing(events, i, to);
            if (mark != null && close - i > WORTH_CUTTING && !layout.looksInto(events, i, close)) {
                IModel body = factory.createModel();
                withoutBodies(events, i + 1, close, factory, layout).forEach(body::add);
                IText instead = factory.createText(new CutBody(this, body, factory));
                cut.put(instead, body);
                empty.put(mark, true);
                hasCut = true;
                rest.add(instead);
                i = close - 1;
            }
        }
        return rest;
    }

    private @Nullable FragmentTag fragment(IProcessableElementTag tag) {
        return CacheAttributes.isFragment(tag, prefix)
                ? new FragmentTag(tag, prefix, CacheAttributes.isElement(tag, prefix))
                : null;
    }

    /** Where the element ends that begins here; here, if it does not end before the limit. */
    private static int closing(IModel events, int open, int limit) {
        int depth = 0;
        for (int i = open; i < limit; i++) {
            if (events.get(i) instanceof IOpenElementTag) {
                depth++;
            } else if (events.get(i) instanceof ICloseElementTag close && !close.isUnmatched() && --depth == 0) {
                return i;
            }
        }
        return open;
    }
}
