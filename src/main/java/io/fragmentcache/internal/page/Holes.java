package io.fragmentcache.internal.page;

import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.memory.Utf8Sink;
import io.fragmentcache.internal.template.HoleBody;
import io.fragmentcache.key.Locator;
import io.fragmentcache.store.Hole;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;

/**
 * Renders the holes of one fragment that goes into a page, and tells what each took.
 *
 * @param bodies of the holes, in their order: what a template loses from now on is rendered once more
 */
record Holes(Engine engine, Locator locator, List<HoleBody> bodies, HoleLookups lookups) {
    /** Before the first of them: the fragments in all holes are read from the store in one go. */
    void begin(List<Hole> holes, IEngineContext live) {
        if (live.getVariable(RequestScope.ATTRIBUTE) instanceof RequestScope scope) {
            scope.tally().hole();
        }
        lookups.read(holes, live);
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

    void render(int index, Hole hole, IEngineContext live, Writer out) {
        if (!engine.hearsOfHoles()) {
            bodies.get(index).render(hole, live, out);
            return;
        }
        long started = engine.elapsed();
        bodies.get(index).render(hole, live, out);
        engine.holeRendered(locator, engine.elapsed() - started);
    }
}
