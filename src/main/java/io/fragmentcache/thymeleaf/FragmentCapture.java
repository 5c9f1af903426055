package io.fragmentcache.thymeleaf;

import io.fragmentcache.Body;
import io.fragmentcache.Doll;
import io.fragmentcache.Engine;
import io.fragmentcache.Lookup;
import io.fragmentcache.Outcome;
import io.fragmentcache.RequestScope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private final Insertion insertion;
    private final Sources sources;
    private final String prefix;

    FragmentCapture(Engine engine, Insertion insertion, Sources sources, String prefix) {
        this.engine = engine;
        this.sources = sources;
        this.insertion = insertion;
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
        if (!(due instanceof Pending pending)) {
            element.reset();
            element.addModel(body);
            return;
        }
        Body.Text text = text(pending.lookup(), pending.definition(), body, live);
        element.reset();
        element.add(factory.createStandaloneElementTag(prefix + ":" + Names.EMIT));
        handler.setLocalVariable(Names.TEXT_VARIABLE, insertion.of(text.text(), text.holes(), context));
    }

    private Body.Text text(Lookup lookup, Definition definition, IModel body, IEngineContext live) {
        Optional<Runnable> sourced = sources.of(lookup.fragment(), live);
        sourced.ifPresent(render -> engine.learn(lookup.fragment(), render));
        if (lookup.outcome() == Outcome.MISS) {
            RequestScope scope = lookup.place().scope();
            return engine.render(lookup, doll -> capture(definition, body, live, doll, scope));
        }
        if (sourced.isPresent()) {
            engine.renew(lookup.fragment().key(), sourced.get());
        } else {
            Coverage coverage = Coverage.of(definition, live, lookup.place().outer());
            DetachedContext detached = DetachedContext.of(live, coverage);
            engine.regenerate(lookup, doll -> capture(definition, body, detached.open(), doll, null));
        }
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
