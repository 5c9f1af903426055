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
import org.thymeleaf.processor.element.IElementTagStructureHandler;

/**
 * Renders what a look-up missed, or hands a stale fragment to the regenerator, and leaves in its place an element that
 * stands for the finished text. A model processor's result is always processed again, so the text itself cannot be put
 * in here.
 */
final class FragmentCapture {
    /** In place of a look-up: the tag is to be rendered as if it had no mark. */
    private static final String PLAIN = "plain";

    private final Engine engine;
    private final String prefix;

    FragmentCapture(Engine engine, String prefix) {
        this.engine = engine;
        this.prefix = prefix;
    }

    /** Has the tag gathered and rendered without its marks, where taking them off the tag would not do. */
    static void leavePlain(IElementTagStructureHandler handler) {
        handler.setLocalVariable(Names.LOOKUP_VARIABLE, PLAIN);
    }

    /** @param element the fragment as it stands in the template; becomes what is printed in its place */
    void process(ITemplateContext context, IModel element, IElementModelStructureHandler handler) {
        Object due = context.getVariable(Names.LOOKUP_VARIABLE);
        if (due == null) {
            return;
        }
        IEngineContext live = (IEngineContext) context;
        // In a web application variables are attributes of the request: an error page must not find this one there.
        live.removeVariable(Names.LOOKUP_VARIABLE);
        IModelFactory factory = context.getModelFactory();
        IModel body = Marks.without(
                element, prefix, factory, context.getConfiguration().getStandardDialectPrefix());
        if (!(due instanceof Lookup lookup)) {
            element.reset();
            element.addModel(body);
            return;
        }
        String text = text(lookup, body, live);
        element.reset();
        element.add(factory.createStandaloneElementTag(prefix + ":" + Names.EMIT));
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
