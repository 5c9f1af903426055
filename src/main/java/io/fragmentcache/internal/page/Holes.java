package io.fragmentcache.internal.page;

import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.memory.Utf8Sink;
import io.fragmentcache.internal.template.ApartTag;
import io.fragmentcache.internal.template.HoleBody;
import io.fragmentcache.key.Locator;
import io.fragmentcache.store.Hole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Renders the holes of one fragment that goes into a page, and tells what each took.
 *
 * @param bodies of the holes, in their order: what a template loses from now on is rendered once more
 * @param prefix of the dialect
 */
record Holes(Engine engine, Locator locator, List<HoleBody> bodies, HoleLookups lookups, String prefix) {
    /**
     * Before the first of them: the fragments in all holes that are filled here are read from the store in one go.
     *
     * @return what stands in place of each hole; null of those that are to be rendered
     */
    @Nullable String[] begin(List<Hole> holes, IEngineContext live) {
        @Nullable String[] instead = new String[holes.size()];
        List<Hole> here = holes;
        if (live.getVariable(RequestScope.ATTRIBUTE) instanceof RequestScope scope) {
            RequestScope.Apart filling = scope.apart();
            if (filling != null) {
                here = new ArrayList<>();
                for (int i = 0; i < instead.length; i++) {
                    instead[i] = instead(i, holes.get(i), filling, live);
                    if (instead[i] == null) {
                        here.add(holes.get(i));
                    }
                }
            }
            if (!here.isEmpty()) {
                scope.tally().hole();
                if (filling != null && filling.isElsewhere()) {
                    // It was expected elsewhere, and is another one for who has a session.
                    scope.tally().variesBy("Cookie");
                }
            }
        }
        lookups.read(here, live);
        return instead;
    }

    /** Null where the hole is filled in place. */
    private @Nullable String instead(int index, Hole hole, RequestScope.Apart filling, IEngineContext live) {
        HoleBody body = bodies.get(index);
        ApartTag apart = ApartTag.of(body.tag(), prefix);
        Map<String, Object> attributes = live.getTemplateResolutionAttributes();
        boolean isPlain = attributes == null || attributes.isEmpty();
        if (apart == null || !isPlain || body.template().getTemplateMode() != TemplateMode.HTML) {
            return null;
        }
        return HoleAddress.of(engine, hole, live.getLocale())
                .map(address -> filling.instead(address, apart.size()))
                .orElse(null);
    }

    /**
     * Whether the visitor has the page, so that its holes need not be rendered. Only of the page itself: what goes
     * elsewhere, into a mail for instance, is needed.
     */
    boolean areLeftOut(@Nullable Utf8Sink sink, IEngineContext live) {
        RequestScope.Page page = sink == null ? null : PageSinks.page(live);
        if (page == null || !page.isAnswered()) {
            return false;
        }
        if (live.getVariable(RequestScope.ATTRIBUTE) instanceof RequestScope scope) {
            scope.tally().hole();
        }
        return true;
    }

    void render(int index, Hole hole, HoleBody.Printer printer) {
        if (!engine.hearsOfHoles()) {
            bodies.get(index).render(hole, printer);
            return;
        }
        long started = engine.elapsed();
        bodies.get(index).render(hole, printer);
        engine.holeRendered(locator, engine.elapsed() - started);
    }
}
