package io.fragmentcache.internal.definition;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.web.IWebExchange;

/**
 * The contexts of all renderings that are open over one exchange. A variable that a tag sets in one of them is an attribute
 * of the request, which another one, begun by a bean, would take for the model's.
 */
public final class Frames {
    private static final String ATTRIBUTE = "io.fragmentcache.Contexts";

    private final Deque<IEngineContext> open = new ArrayDeque<>(2);

    private final Deque<Object> rendering = new ArrayDeque<>(2);

    private Frames() {}

    /** Says that a page begins. */
    public static void enter(IEngineContext context, IWebExchange exchange) {
        if (exchange.getAttributeValue(ATTRIBUTE) instanceof Frames known) {
            known.open.push(context);
        } else {
            Frames first = new Frames();
            first.open.push(context);
            exchange.setAttributeValue(ATTRIBUTE, first);
        }
    }

    /** Says that a page ends. One that fails never does: its variables are left on the request, and remain its own. */
    public static void leave(IEngineContext context, IWebExchange exchange) {
        if (exchange.getAttributeValue(ATTRIBUTE) instanceof Frames known) {
            known.open.removeIf(each -> each == context);
            if (known.open.isEmpty()) {
                exchange.setAttributeValue(ATTRIBUTE, null);
            }
        }
    }

    /** The innermost fragment that is being rendered over this exchange, whatever began that. */
    public static @Nullable Object rendering(IWebExchange exchange) {
        Frames known = of(exchange);
        return known == null ? null : known.rendering.peek();
    }

    /** Says that a fragment is rendered from now on; run what this gives at its end. */
    public static Runnable render(Object capture, IWebExchange exchange) {
        Frames known = of(exchange);
        if (known == null) {
            return () -> {};
        }
        known.rendering.push(capture);
        return known.rendering::pop;
    }

    static @Nullable Frames of(IWebExchange exchange) {
        return exchange.getAttributeValue(ATTRIBUTE) instanceof Frames known ? known : null;
    }

    /** Whether a tag set this variable in a rendering around that of this context. */
    boolean isLocalAround(String variable, IEngineContext context) {
        for (IEngineContext each : open) {
            if (each != context && each.isVariableLocal(variable)) {
                return true;
            }
        }
        return false;
    }
}
