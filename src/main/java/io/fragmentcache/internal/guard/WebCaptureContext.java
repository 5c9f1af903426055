package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.FactNames;
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
    private final Guard reads;
    private final IWebExchange exchange;
    private final boolean unwatched;
    private boolean linking;

    WebCaptureContext(IEngineContext wrapped, Doll doll, @Nullable RequestScope scope, Guard reads, Inside inside) {
        super(wrapped, doll, scope, reads, inside);
        this.reads = reads;
        IWebExchange live = Contexts.getWebExchange(wrapped);
        ReadListener listener = new OfAttributes(reads, inside);
        if (live instanceof IServletWebExchange servlet) {
            this.exchange = new WatchedExchange(servlet, listener);
        } else if (live instanceof Detached detached) {
            this.exchange = detached.watchedBy(listener);
        } else {
            this.exchange = live;
        }
        this.unwatched = exchange == live;
    }

    private WebCaptureContext(WebCaptureContext twinOf, IEngineContext wrapped, @Nullable Evaluation by) {
        super(twinOf, wrapped, by);
        this.reads = twinOf.reads;
        this.exchange = twinOf.exchange;
        this.unwatched = twinOf.unwatched;
    }

    @Override
    CaptureContext twin(IEngineContext over, @Nullable Evaluation by) {
        return new WebCaptureContext(this, over, by);
    }

    @Override
    public IWebExchange getExchange() {
        if (unwatched && !linking) {
            // Of an exchange that is not a servlet's, anything may be read.
            reads.read("the exchange", ReadListener.UNKNOWN);
        }
        return exchange;
    }

    @Override
    public String buildLink(String base, Map<String, Object> parameters) {
        if (!unwatched) {
            return super.buildLink(base, parameters);
        }
        reads.read(FactNames.CONTEXT_PATH, exchange.getRequest().getApplicationPath());
        linking = true;
        try {
            return super.buildLink(base, parameters);
        } finally {
            linking = false;
        }
    }

    @Override
    public boolean containsVariable(String name) {
        boolean ofEngine =
                name.equals(ReadListener.SESSION) || name.equals(ReadListener.PARAMETER) || name.equals("application");
        return ofEngine ? wrapped().containsVariable(name) : super.containsVariable(name);
    }

    @Override
    @SuppressWarnings("unchecked")
    @Nullable Object read(String name) {
        // These two are maps that the engine's own context makes over the exchange, which is not the watched one.
        if (name.equals(ReadListener.SESSION) || name.equals(ReadListener.PARAMETER)) {
            return wrapped().getVariable(name) instanceof Map<?, ?> map
                    ? new WatchedMap(name, (Map<String, Object>) map, reads, reads, by())
                    : null;
        }
        if (name.equals("application")) {
            return wrapped().getVariable(name);
        }
        return super.read(name);
    }

    @Override
    @Nullable Object given(String name, @Nullable Object value) {
        return Watches.variable(name, value, (IWebContext) innermost(), reads);
    }
}
