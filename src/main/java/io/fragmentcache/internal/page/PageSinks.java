package io.fragmentcache.internal.page;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.memory.TextWriter;
import io.fragmentcache.internal.memory.Utf8Sink;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.web.servlet.IServletWebExchange;

/** Finds the page that takes remembered texts as bytes: the writer itself, or what is behind it. */
final class PageSinks {
    private PageSinks() {}

    /** Null where only characters can be written. */
    static @Nullable Utf8Sink of(Writer out, IEngineContext live) {
        if (out instanceof TextWriter text && text.isOfPage()) {
            return text;
        }
        RequestScope.Page page = page(live);
        return page != null && Contexts.getWebExchange(live) instanceof IServletWebExchange exchange
                ? page.behind(out, exchange.getNativeResponseObject())
                : null;
    }

    /** Null where no filter holds one back. */
    static RequestScope.@Nullable Page page(IEngineContext live) {
        return Contexts.isWebContext(live) && live.getVariable(RequestScope.ATTRIBUTE) instanceof RequestScope scope
                ? scope.page()
                : null;
    }
}
