package io.fragmentcache.thymeleaf;

import io.fragmentcache.Body;
import io.fragmentcache.Engine;
import io.fragmentcache.Lookup;
import io.fragmentcache.Outcome;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.processor.element.IElementModelStructureHandler;

/**
 * Renders what a look-up missed, or hands a stale fragment to the regenerator, and leaves in its place an element that
 * stands for the finished text. A model processor's result is always processed again, so the text itself cannot be put
 * in here.
 */
final class FragmentCapture {
    private final Engine engine;
    private final String prefix;

    FragmentCapture(Engine engine, String prefix) {
        this.engine = engine;
        this.prefix = prefix;
    }

    /** Whether the tag before this was looked up and is to be captured. */
    static boolean isDue(ITemplateContext context) {
        return context.getVariable(Names.LOOKUP_VARIABLE) instanceof Lookup;
    }

    /**
     * @param body the fragment without its marks
     * @param replaced what stands in the template, which the text replaces
     */
    void process(ITemplateContext context, IModel body, IModel replaced, IElementModelStructureHandler handler) {
        Lookup lookup = (Lookup) context.getVariable(Names.LOOKUP_VARIABLE);
        IEngineContext live = (IEngineContext) context;
        // In a web application variables are attributes of the request: an error page must not find this one there.
        live.removeVariable(Names.LOOKUP_VARIABLE);
        String text = text(lookup, body, live);
        IModelFactory factory = context.getModelFactory();
        replaced.reset();
        replaced.add(factory.createStandaloneElementTag(prefix + ":" + Names.EMIT));
        handler.setLocalVariable(Names.TEXT_VARIABLE, text);
    }

    private String text(Lookup lookup, IModel body, IEngineContext live) {
        if (lookup.outcome() == Outcome.MISS) {
            return engine.render(
                            lookup,
                            doll -> EngineBridge.capture(
                                    body,
                                    CaptureContext.of(live, doll, lookup.place().scope())))
                    .text();
        }
        DetachedContext detached = DetachedContext.of(live);
        Body later = doll -> EngineBridge.capture(body, CaptureContext.of(detached.open(), doll, null));
        engine.regenerate(lookup, later);
        return lookup.shown().text();
    }
}
