package io.fragmentcache.internal.page;

import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.internal.guard.CaptureContext;
import io.fragmentcache.internal.template.ApartTag;
import io.fragmentcache.internal.template.FragmentElements;
import io.fragmentcache.internal.template.HoleBodies;
import io.fragmentcache.internal.template.HoleBody;
import io.fragmentcache.key.Locator;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.FinishedText;
import io.fragmentcache.store.Hole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.IElementTagStructureHandler;

/** The last stop: makes of a finished text what goes into the page, its holes rendered for this request. */
public final class Insertion {
    private final Engine engine;
    private final HoleBodies bodies;
    private final HoleLookups lookups;

    public Insertion(Engine engine, HoleBodies bodies, HoleLookups lookups) {
        this.engine = engine;
        this.bodies = bodies;
        this.lookups = lookups;
    }

    /** To be put in as it is, never processed again. */
    CharSequence of(Lookup lookup, Entry entry, ITemplateContext context) {
        boolean watched = engine.observer() != null;
        FinishedText text = entry.finished();
        if (context instanceof CaptureContext around) {
            return new InnerText(text, watched ? new Observer.Shown(lookup, entry) : null, around.sentinels());
        }
        if (watched && view(context) instanceof Observer.View view) {
            text = view.marked(new Observer.Shown(lookup, entry), named(entry.holes(), context))
                    .finished();
        }
        List<HoleBody> found = new ArrayList<>(text.holes().size());
        Hole before = null;
        for (Hole hole : text.holes()) {
            // The rows of a list have the same one.
            boolean isSame = before != null && before.isOfSameBody(hole);
            found.add(isSame ? found.get(found.size() - 1) : bodies.of(hole, context));
            before = hole;
        }
        return new InsertedText(
                text, new Holes(engine, lookup.fragment().locator(), found, lookups, bodies.prefix()), (IEngineContext)
                        context);
    }

    /**
     * Whether the holes of an entry are where it says: it may be of an earlier deployment. Which templates it may name at
     * all was asked before.
     */
    public boolean finds(Entry entry, ITemplateContext context) {
        for (Hole hole : entry.holes()) {
            if (bodies.find(hole, context) == null) {
                return false;
            }
        }
        return true;
    }

    /** The page that shall show its fragments, if this is one. */
    private static @Nullable Object view(ITemplateContext context) {
        return context.getVariable(Observer.View.ATTRIBUTE);
    }

    private List<Observer.NamedHole> named(List<Hole> holes, ITemplateContext context) {
        return holes.stream()
                .map(hole -> {
                    IProcessableElementTag tag = bodies.of(hole, context).tag();
                    boolean isApart = ApartTag.of(tag, bodies.prefix()) != null;
                    return new Observer.NamedHole(hole, FragmentElements.liveName(tag, bodies.prefix()), isApart);
                })
                .toList();
    }

    /** Says that a tag is rendered as if there were no cache, and why. */
    void bypassed(Locator locator, String reason, ITemplateContext context, IElementTagStructureHandler handler) {
        if (engine.observer() != null
                && !(context instanceof CaptureContext)
                && view(context) instanceof Observer.View view) {
            IModel mark = context.getModelFactory().createModel();
            mark.add(context.getModelFactory().createText(view.bypassed(locator, reason)));
            handler.insertBefore(mark);
        }
    }
}
