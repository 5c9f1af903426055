package io.fragmentcache.thymeleaf;

import io.fragmentcache.Engine;
import io.fragmentcache.Lookup;
import io.fragmentcache.RequestScope;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.web.IWebExchange;

/** Finds out where in a page a fragment is asked for: inside which other one, in which request. */
final class Places {
    /** Methods that change nothing (RFC 9110, section 9.2.1). */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private Places() {}

    static Lookup.Place of(ITemplateContext context, Engine engine) {
        if (context instanceof CaptureContext capture) {
            return new Lookup.Place(capture.doll(), capture.scope());
        }
        return Contexts.isWebContext(context)
                ? new Lookup.Place(null, scope(Contexts.getWebExchange(context), engine))
                : Lookup.Place.NOWHERE;
    }

    /** The scope that the filter opened. Without the filter a request has none, unless it may not store. */
    private static @Nullable RequestScope scope(IWebExchange exchange, Engine engine) {
        if (exchange.getAttributeValue(RequestScope.ATTRIBUTE) instanceof RequestScope opened) {
            return opened;
        }
        return SAFE.contains(exchange.getRequest().getMethod()) ? null : engine.open(false);
    }
}
