package io.fragmentcache.internal.page;

import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.template.HoleBodies;
import io.fragmentcache.key.Locator;
import io.fragmentcache.store.Hole;
import java.io.Writer;
import java.util.List;
import org.thymeleaf.context.IEngineContext;

/** Renders the holes of one fragment that goes into a page, and tells what each took. */
record Holes(Engine engine, Locator locator, HoleBodies bodies, HoleLookups lookups) {
    /** Before the first of them: the fragments in all holes are read from the store in one go. */
    void begin(List<Hole> holes, IEngineContext live) {
        if (live.getVariable(RequestScope.ATTRIBUTE) instanceof RequestScope scope) {
            scope.tally().hole();
        }
        lookups.read(holes, live);
    }

    void render(Hole hole, IEngineContext live, Writer out) {
        if (!engine.hearsOfHoles()) {
            bodies.of(hole, live).render(hole, live, out);
            return;
        }
        long started = engine.elapsed();
        bodies.of(hole, live).render(hole, live, out);
        engine.holeRendered(locator, engine.elapsed() - started);
    }
}
