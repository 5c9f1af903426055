package io.fragmentcache.internal.page;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.definition.Definition;
import io.fragmentcache.internal.definition.Definitions;
import io.fragmentcache.internal.definition.ParsedTemplates;
import io.fragmentcache.internal.detached.DetachedContext;
import io.fragmentcache.internal.detached.Sources;
import io.fragmentcache.internal.engine.Batch;
import io.fragmentcache.internal.engine.Body;
import io.fragmentcache.internal.engine.Doll;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.guard.CaptureContext;
import io.fragmentcache.internal.guard.Guard;
import io.fragmentcache.internal.guard.Unwatchable;
import io.fragmentcache.internal.guard.Watches;
import io.fragmentcache.internal.memory.TextWriter;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.PlainElements;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.FinishedText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IStandaloneElementTag;
import org.thymeleaf.processor.element.IElementModelStructureHandler;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Renders what a look-up missed, or hands a stale fragment to the regenerator, and leaves in its place an element that
 * stands for the finished text. A model processor's result is always processed again, so the text itself cannot be put
 * in here.
 */
public final class FragmentCapture {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");

    private final Engine engine;
    private final Insertion insertion;
    private final Sources sources;
    private final Bodies bodies;
    private final Definitions definitions;
    private final PlainElements bare;

    @Bound("one for each template mode")
    private final Map<TemplateMode, IStandaloneElementTag> emits = new ConcurrentHashMap<>();

    public FragmentCapture(
            Engine engine, Insertion insertion, Sources sources, Bodies bodies, Definitions definitions) {
        this.engine = engine;
        this.sources = sources;
        this.insertion = insertion;
        this.bodies = bodies;
        this.definitions = definitions;
        this.bare = new PlainElements(bodies);
    }

    /** Has the tag gathered and rendered without its marks, where taking them off the tag would not do. */
    public static void leavePlain(IElementTagStructureHandler handler) {
        handler.setLocalVariable(Names.LOOKUP_VARIABLE, new Due.Plain());
    }

    /** @param element the fragment as it stands in the template; becomes what is printed in its place */
    public void process(ITemplateContext context, IModel element, IElementModelStructureHandler handler) {
        if (!(context.getVariable(Names.LOOKUP_VARIABLE) instanceof Due due)) {
            return;
        }
        IEngineContext live = (IEngineContext) context;
        // In a web application variables are attributes of the request: an error page must not find this one there.
        live.removeVariable(Names.LOOKUP_VARIABLE);
        IModelFactory factory = context.getModelFactory();
        if (due instanceof Pending one) {
            compare(one.definition(), element, live, one.lookup().place().scope());
        } else if (due instanceof Rows several) {
            compare(several.definition(), element, live, several.place().scope());
        }
        IModel body =
                bare.of(element, factory, EngineBridge.configuration(context).getStandardDialectPrefix());
        CharSequence text;
        if (due instanceof Pending pending) {
            Lookup lookup = pending.lookup();
            Entry entry = rendered(lookup, pending.definition(), body, live, null);
            text = insertion.of(lookup, entry, live);
        } else if (due instanceof Rows rows) {
            text = rows.text(live, insertion, (lookup, batch) -> entry(lookup, rows.definition(), body, live, batch));
        } else {
            element.reset();
            element.addModel(body);
            return;
        }
        element.reset();
        element.add(emit(context.getTemplateMode(), factory));
        handler.setLocalVariable(Names.TEXT_VARIABLE, text);
    }

    /** Compares the element with what the digest covers. The definition keeps a difference for later renderings. */
    private void compare(Definition definition, IModel element, IEngineContext live, @Nullable RequestScope scope) {
        IEngineContext quiet = CaptureContext.innermost(live);
        boolean isOfPage = scope == null || scope.isOfVisitor();
        if (!definitions.parsed(quiet).isDigested(definition, element, quiet, isOfPage)) {
            LOG.debug("'{}' was edited while it was rendered.", definition.locator());
        }
    }

    /** The same one each time: an element finds out once which processors it has. */
    private IStandaloneElementTag emit(TemplateMode mode, IModelFactory factory) {
        return emits.computeIfAbsent(
                mode, first -> factory.createStandaloneElementTag(bodies.prefix() + ":" + Names.EMIT));
    }

    private Entry entry(Lookup lookup, Definition definition, IModel body, IEngineContext live, Batch batch) {
        return Rows.isFinished(lookup) ? lookup.shown() : rendered(lookup, definition, body, live, batch);
    }

    private Entry rendered(
            Lookup lookup, Definition definition, IModel body, IEngineContext live, @Nullable Batch batch) {
        Optional<Consumer<RequestScope>> sourced = sources.of(lookup.fragment(), live);
        sourced.ifPresent(render -> engine.sourced().remember(lookup, render));
        if (lookup.outcome() == Outcome.MISS) {
            RequestScope scope = lookup.place().scope();
            Body rendering = new Body() {
                @Override
                public Text render(Doll doll) {
                    return capture(definition, body, live, doll, scope);
                }

                @Override
                public boolean shows(Entry brought) {
                    return insertion.finds(brought, live);
                }
            };
            return batch == null ? engine.render(lookup, rendering) : engine.render(lookup, rendering, batch);
        }
        if (sourced.isPresent()) {
            engine.sourced().regenerate(lookup.fragment(), sourced.get());
        } else {
            Object selection = CaptureContext.innermost(live).getSelectionTarget();
            if (selection != null && engine.confines(selection)) {
                engine.confined(lookup.fragment(), "the object of th:object");
                return lookup.shown();
            }
            DetachedContext detached = DetachedContext.of(live, lookup.fragment(), engine::confines);
            engine.regenerate(lookup, doll -> capture(definition, body, detached.open(doll::confined), doll, null));
        }
        return lookup.shown();
    }

    private Body.Text capture(
            Definition definition, IModel body, IEngineContext context, Doll doll, @Nullable RequestScope scope) {
        if (!definition.learned().isUnwatchable()) {
            try {
                return watched(definition, body, context, doll, scope);
            } catch (RuntimeException e) {
                if (!Unwatchable.is(e)) {
                    throw e;
                }
                Unwatchable.report(definition, e);
                definition.learned().unwatchable();
            }
        }
        return unwatched(definition, body, context, doll);
    }

    private Body.Text watched(
            Definition definition, IModel body, IEngineContext context, Doll doll, @Nullable RequestScope scope) {
        IEngineContext quiet = CaptureContext.innermost(context);
        Guard guard = new Guard(definition, quiet, doll);
        CaptureContext capture = CaptureContext.of(context, doll, scope, guard);
        TextWriter out = TextWriter.ofFragment(definition.size().expected());
        Runnable end = guard.opens(capture);
        try {
            Watches.during(capture.listener(), quiet, () -> EngineBridge.render(body, capture, out));
        } finally {
            end.run();
        }
        guard.check();
        ParsedTemplates parsed = definitions.parsed(quiet);
        if (parsed.isOutdated(definition) || !parsed.areDigested(definition, capture.parsed(), quiet)) {
            doll.refuse("one of its templates was edited while it was rendered");
        }
        definition.size().took(out.size());
        FinishedText text = capture.sentinels().cutOut(out);
        Observer observer = engine.observer();
        if (observer != null) {
            observer.placed(
                    doll.fragment().key(),
                    doll.born(),
                    text.length(),
                    capture.sentinels().placed());
        }
        return new Body.Text(text);
    }

    /** In the engine's own context, for tags that work in no other: neither this nor what is around it is stored. */
    private static Body.Text unwatched(Definition definition, IModel body, IEngineContext context, Doll doll) {
        for (Doll each = doll; each != null; each = each.outer().orElse(null)) {
            each.refuse("a tag in it needs the template engine's own context");
        }
        TextWriter out = TextWriter.ofFragment(definition.size().expected());
        EngineBridge.render(body, CaptureContext.innermost(context), out);
        return new Body.Text(FinishedText.of(out.toString(), List.of()));
    }
}
