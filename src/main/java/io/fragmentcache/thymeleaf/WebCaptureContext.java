package io.fragmentcache.thymeleaf;

import io.fragmentcache.Doll;
import io.fragmentcache.RequestScope;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.IWebContext;
import org.thymeleaf.web.IWebExchange;

/** A {@link CaptureContext} over the context of a web application. */
final class WebCaptureContext extends CaptureContext implements IWebContext {
    WebCaptureContext(IEngineContext wrapped, Doll doll, @Nullable RequestScope scope) {
        super(wrapped, doll, scope);
    }

    @Override
    public IWebExchange getExchange() {
        return Contexts.getWebExchange(wrapped());
    }
}
