package io.fragmentcache.thymeleaf;

import io.fragmentcache.store.FinishedText;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ITemplateContext;

/** The last stop: makes of a finished text what goes into the page, its holes rendered for this request. */
final class Insertion {
    private final HoleBodies bodies;
    private final HoleLookups lookups;

    Insertion(HoleBodies bodies, HoleLookups lookups) {
        this.bodies = bodies;
        this.lookups = lookups;
    }

    /** To be put in as it is, never processed again. */
    CharSequence of(FinishedText text, ITemplateContext context) {
        return context instanceof CaptureContext around
                ? around.sentinels().remark(text.text(), text.holes())
                : new InsertedText(text, bodies, lookups, (IEngineContext) context);
    }
}
