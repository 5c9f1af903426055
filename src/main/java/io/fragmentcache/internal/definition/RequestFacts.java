package io.fragmentcache.internal.definition;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Tally;
import io.fragmentcache.key.Vary;
import io.fragmentcache.problem.Problem;
import java.security.Principal;
import java.util.Locale;
import java.util.function.Consumer;
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
        tell(Tally::readOfVisitor);
        tell(tally -> tally.variesBy("Cookie"));
        return exchange.getRequest().getCookieValue(name);
    }

    @Override
    public @Nullable String header(String name) {
        tell(tally -> tally.variesBy(name));
        return exchange.getRequest().getHeaderValue(name);
    }

    @Override
    public @Nullable String parameter(String name) {
        return exchange.getRequest().getParameterValue(name);
    }

    @Override
    public @Nullable Object session(String attribute) {
        tell(Tally::readOfVisitor);
        IWebSession session = exchange.getSession();
        return session == null ? null : session.getAttributeValue(attribute);
    }

    @Override
    public @Nullable String principal() {
        tell(Tally::readOfVisitor);
        Principal principal = exchange.getPrincipal();
        return principal == null ? null : principal.getName();
    }

    @Override
    public Locale locale() {
        return exchange.getLocale();
    }

    private void tell(Consumer<Tally> what) {
        if (exchange.getAttributeValue(RequestScope.ATTRIBUTE) instanceof RequestScope scope) {
            what.accept(scope.tally());
        }
    }
}
