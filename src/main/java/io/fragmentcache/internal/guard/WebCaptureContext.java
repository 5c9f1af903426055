package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.engine.Doll;
import io.fragmentcache.internal.engine.RequestScope;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.IWebContext;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.servlet.IServletWebExchange;

/** A {@link CaptureContext} over the context of a web application: what is read of the visitor is told. */
class WebCaptureContext extends CaptureContext implements IWebContext {
    private final ReadListener reads;
    private final IWebExchange exchange;

    WebCaptureContext(IEngineContext wrapped, @Nullable Doll doll, @Nullable RequestScope scope, ReadListener reads) {
        this(wrapped, doll, scope, reads, null);
    }

    WebCaptureContext(
            IEngineContext wrapped,
            @Nullable Doll doll,
            @Nullable RequestScope scope,
            ReadListener reads,
            @Nullable Inside inside) {
        super(wrapped, doll, scope, reads, inside);
        this.reads = reads;
        IWebExchange live = Contexts.getWebExchange(wrapped);
        this.exchange = live instanceof IServletWebExchange servlet ? new WatchedExchange(servlet, reads) : live;
    }

    @Override
    public IWebExchange getExchange() {
        return exchange;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object getVariable(String name) {
        Object value = super.getVariable(name);
        // These two are maps that the engine's own context makes over the exchange, which is not the watched one.
        boolean ofVisitor = name.equals(ReadListener.SESSION) || name.equals(ReadListener.PARAMETER);
        return ofVisitor && value instanceof Map
                ? new WatchedMap(name, (Map<String, Object>) value, reads)
                : Watches.variable(name, value, (IWebContext) wrapped(), reads);
    }
}
