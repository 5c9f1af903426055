package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.Frames;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.engine.RequestScope;
import java.util.Set;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.ITemplateContext;

/** Finds out where in a page a fragment is asked for: inside which other one, in which request. */
public final class Places {
    /** Methods that change nothing (RFC 9110, section 9.2.1). */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private Places() {}

    public static Lookup.Place of(ITemplateContext context, Engine engine) {
        if (context instanceof CaptureContext capture) {
            return new Lookup.Place(capture.doll(), capture.scope());
        }
        // A bean of the fragment around may have begun a rendering of its own.
        if (Contexts.isWebContext(context)
                && Frames.rendering(Contexts.getWebExchange(context)) instanceof CaptureContext around) {
            return new Lookup.Place(around.doll(), around.scope(), true);
        }
        // In a web application an attribute of the request is a variable of the context.
        if (context.getVariable(RequestScope.ATTRIBUTE) instanceof RequestScope opened) {
            if (!opened.tally().any() && ErrorAnswers.isOne(context)) {
                opened.answersWithError();
            }
            opened.render();
            return new Lookup.Place(null, opened);
        }
        boolean mayNotStore = ErrorAnswers.isOne(context)
                || (Contexts.isWebContext(context)
                        && !SAFE.contains(
                                Contexts.getWebExchange(context).getRequest().getMethod()));
        return mayNotStore ? new Lookup.Place(null, engine.requests().beginReadOnly()) : Lookup.Place.NOWHERE;
    }
}
