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
import org.thymeleaf.processor.element.IElementModelProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * The bodies of fragments, cut out of the templates that the engine keeps parsed: what a hit skips, the engine would else
 * walk through event by event. Whoever renders a fragment puts its body back. Thread-safe.
 *
 * <p>Only in HTML and XML, and only where no other dialect looks at whole elements or templates: it would miss what is not
 * there.
 */
public final class Bodies {
    /** Events; to walk past fewer costs less than to keep them elsewhere. */
    private static final int WORTH_CUTTING = 3;

    private final String prefix;

    /** By the identity of the attribute that marks the fragment, which lives as long as one parse of its template. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<IAttribute, IModel> cut =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    public Bodies(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }

    /** Cuts the bodies out of this template, from the next page on that is made of it. */
    public void cut(String template, ITemplateContext context) {
        IEngineConfiguration configuration = context.getConfiguration();
        ICacheManager manager = configuration.getCacheManager();
        ICache<TemplateCacheKey, TemplateModel> parsed = manager == null ? null : manager.getTemplateCache();
        if (parsed == null || !mayCut(configuration, context.getTemplateMode())) {
            return;
        }
        for (TemplateCacheKey key : Set.copyOf(parsed.keySet())) {
            TemplateModel whole = key.getTemplate().equals(template) ? parsed.get(key) : null;
            if (whole != null && whole.getTemplateMode() == context.getTemplateMode()) {
                List<ITemplateEvent> rest = withoutBodies(whole, 0, whole.size(), context.getModelFactory());
                if (rest.size() < whole.size()) {
                    // Thymeleaf's own cache keeps what it has under a key.
                    parsed.clearKey(key);
                    parsed.put(key, EngineBridge.template(whole, rest));
                }
            }
        }
    }

    private static boolean mayCut(IEngineConfiguration configuration, TemplateMode mode) {
        // In the others the engine trims the body of each row, by its place in the loop.
        return mode.isMarkup()
                && configuration.getPreProcessors(mode).isEmpty()
                && configuration.getElementProcessors(mode).stream()
                        .allMatch(processor ->
                                !(processor instanceof IElementModelProcessor) || EngineBridge.isOurs(processor));
    }

    /** Whether the body of this fragment may be somewhere else. */
    public boolean isCut(FragmentTag tag) {
        return bodyOf(tag) != null;
    }

    /** The element of a fragment with its body; fragments inside may still be without theirs. */
    IModel filled(IModel element) {
        IModel filled = element.cloneModel();
        IModel body = bodyAfter(element, 0);
        if (body != null) {
            filled.insertModel(1, body);
        }
        return filled;
    }

    /** The same events with the bodies of all fragments. Start and end of a template are left out. */
    public IModel whole(IModel model, IModelFactory factory) {
        IModel whole = factory.createModel();
        for (int i = 0; i < model.size(); i++) {
            ITemplateEvent event = model.get(i);
            if (!(event instanceof ITemplateStart || event instanceof ITemplateEnd)) {
                whole.add(event);
                IModel body = bodyAfter(model, i);
                if (body != null) {
                    whole.addModel(whole(body, factory));
                }
            }
        }
        return whole;
    }

    private @Nullable IModel bodyAfter(IModel model, int at) {
        boolean isEmpty =
                at + 1 < model.size() && model.get(at + 1) instanceof ICloseElementTag close && !close.isUnmatched();
        FragmentTag tag = isEmpty && model.get(at) instanceof IOpenElementTag open ? fragment(open) : null;
        return tag == null ? null : bodyOf(tag);
    }

    private @Nullable IModel bodyOf(FragmentTag tag) {
        IAttribute mark = tag.mark();
        return mark == null ? null : cut.getIfPresent(mark);
    }

    private List<ITemplateEvent> withoutBodies(IModel events, int from, int to, IModelFactory factory) {
        List<ITemplateEvent> rest = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ITemplateEvent event = events.get(i);
            rest.add(event);
            FragmentTag tag = event instanceof IOpenElementTag open ? fragment(open) : null;
            IAttribute mark = tag == null ? null : tag.mark();
            int close = mark == null ? i : closing(events, i, to);
            if (mark != null && close - i > WORTH_CUTTING) {
                IModel body = factory.createModel();
                withoutBodies(events, i + 1, close, factory).forEach(body::add);
                cut.put(mark, body);
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
