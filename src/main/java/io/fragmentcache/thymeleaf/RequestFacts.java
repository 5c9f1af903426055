package io.fragmentcache.thymeleaf;

import io.fragmentcache.RequestScope;
import io.fragmentcache.key.Vary;
import io.fragmentcache.problem.Problem;
import java.security.Principal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.IWebSession;

/** What a request says of itself, for {@link Vary}. The request's scope hears by which of its headers the page varies. */
record RequestFacts(IWebExchange exchange) implements Vary.Request {
    static RequestFacts of(ITemplateContext context) {
        if (!Contexts.isWebContext(context)) {
            throw Problem.varyWithoutRequest();
        }
        return new RequestFacts(Contexts.getWebExchange(context));
    }

    @Override
    public @Nullable String cookie(String name) {
        varies("Cookie");
        return exchange.getRequest().getCookieValue(name);
    }

    @Override
    public @Nullable String header(String name) {
        varies(name);
        return exchange.getRequest().getHeaderValue(name);
    }

    @Override
    public @Nullable String parameter(String name) {
        return exchange.getRequest().getParameterValue(name);
    }

    @Override
    public @Nullable Object session(String attribute) {
        IWebSession session = exchange.getSession();
        return session == null || !session.exists() ? null : session.getAttributeValue(attribute);
    }

    @Override
    public @Nullable String principal() {
        Principal principal = exchange.getPrincipal();
        return principal == null ? null : principal.getName();
    }

    @Override
    public Locale locale() {
        return exchange.getLocale();
    }

    private void varies(String header) {
        if (exchange.getAttributeValue(RequestScope.ATTRIBUTE) instanceof RequestScope scope) {
            scope.tally().variesBy(header);
        }
    }
}
