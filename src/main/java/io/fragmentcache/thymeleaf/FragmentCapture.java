package io.fragmentcache.thymeleaf;

import io.fragmentcache.Body;
import io.fragmentcache.Doll;
import io.fragmentcache.Engine;
import io.fragmentcache.Lookup;
import io.fragmentcache.Outcome;
import io.fragmentcache.RequestScope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
        return context.getVariable(Names.LOOKUP_VARIABLE) instanceof Pending;
    }

    /**
     * @param body the fragment without its marks
     * @param replaced what stands in the template, which the text replaces
     */
    void process(ITemplateContext context, IModel body, IModel replaced, IElementModelStructureHandler handler) {
        Pending pending = (Pending) Objects.requireNonNull(context.getVariable(Names.LOOKUP_VARIABLE));
        IEngineContext live = (IEngineContext) context;
        // In a web application variables are attributes of the request: an error page must not find this one there.
        live.removeVariable(Names.LOOKUP_VARIABLE);
        String text = text(pending.lookup(), pending.definition(), body, live);
        IModelFactory factory = context.getModelFactory();
        replaced.reset();
        replaced.add(factory.createStandaloneElementTag(prefix + ":" + Names.EMIT));
        handler.setLocalVariable(Names.TEXT_VARIABLE, text);
    }

    private String text(Lookup lookup, Definition definition, IModel body, IEngineContext live) {
        if (lookup.outcome() == Outcome.MISS) {
            RequestScope scope = lookup.place().scope();
            return engine.render(lookup, doll -> capture(definition, body, live, doll, scope))
                    .text();
        }
        Coverage coverage = Coverage.of(definition, live, lookup.place().outer());
        DetachedContext detached = DetachedContext.of(live, coverage);
        engine.regenerate(lookup, doll -> capture(definition, body, detached.open(), doll, null));
        return lookup.shown().text();
    }

    private static Body.Text capture(
            Definition definition, IModel body, IEngineContext context, Doll doll, @Nullable RequestScope scope) {
        Guard guard = new Guard(definition, context, doll);
        Body.Text text = EngineBridge.capture(body, CaptureContext.of(context, doll, scope, guard));
        guard.check();
        return text;
    }
}
