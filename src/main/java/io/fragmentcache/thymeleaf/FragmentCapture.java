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
    private final Insertion insertion;
    private final String prefix;

    FragmentCapture(Engine engine, Insertion insertion, String prefix) {
        this.engine = engine;
        this.insertion = insertion;
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
        Body.Text text = text(pending.lookup(), pending.definition(), body, live);
        IModelFactory factory = context.getModelFactory();
        replaced.reset();
        replaced.add(factory.createStandaloneElementTag(prefix + ":" + Names.EMIT));
        handler.setLocalVariable(Names.TEXT_VARIABLE, insertion.of(text.text(), text.holes(), context));
    }

    private Body.Text text(Lookup lookup, Definition definition, IModel body, IEngineContext live) {
        if (lookup.outcome() == Outcome.MISS) {
            RequestScope scope = lookup.place().scope();
            return engine.render(lookup, doll -> capture(definition, body, live, doll, scope));
        }
        Coverage coverage = Coverage.of(definition, live, lookup.place().outer());
        DetachedContext detached = DetachedContext.of(live, coverage);
        engine.regenerate(lookup, doll -> capture(definition, body, detached.open(), doll, null));
        return new Body.Text(lookup.shown().text(), lookup.shown().holes());
    }

    private static Body.Text capture(
            Definition definition, IModel body, IEngineContext context, Doll doll, @Nullable RequestScope scope) {
        Guard guard = new Guard(definition, context, doll);
        CaptureContext capture = CaptureContext.of(context, doll, scope, guard);
        CaptureWriter out = new CaptureWriter();
        EngineBridge.render(body, capture, out);
        guard.check();
        return capture.sentinels().cutOut(out.toString());
    }
}
