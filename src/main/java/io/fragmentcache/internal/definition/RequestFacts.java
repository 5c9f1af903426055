package io.fragmentcache.internal.definition;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Tally;
import io.fragmentcache.key.Vary;
import io.fragmentcache.problem.Problem;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.IWebSession;

/**
 * What a request says of itself, for {@link Vary}. The request's scope hears by which of its headers the page varies.
 *
 * @param read notes what is asked for
 */
record RequestFacts(IWebExchange exchange, Map<String, @Nullable Object> read) implements Vary.Request {
    static RequestFacts of(ITemplateContext context, Map<String, @Nullable Object> read) {
        if (!Contexts.isWebContext(context)) {
            throw Problem.varyWithoutRequest();
        }
        return new RequestFacts(Contexts.getWebExchange(context), read);
    }

    @Override
    public @Nullable String cookie(String name) {
        tell(Tally::readOfVisitor);
        tell(tally -> tally.variesBy("Cookie"));
        return first(ReadListener.COOKIE, name, exchange.getRequest().getCookieValues(name));
    }

    @Override
    public @Nullable String header(String name) {
        tell(tally -> tally.variesBy(name));
        return first(ReadListener.HEADER, name, exchange.getRequest().getHeaderValues(name));
    }

    @Override
    public @Nullable String parameter(String name) {
        return first(ReadListener.PARAMETER, name, exchange.getRequest().getParameterValues(name));
    }

    @Override
    public @Nullable Object session(String attribute) {
        tell(Tally::readOfVisitor);
        IWebSession session = exchange.getSession();
        return note(
                ReadListener.fact(ReadListener.SESSION, attribute),
                session == null ? null : session.getAttributeValue(attribute));
    }

    @Override
    public @Nullable String principal() {
        tell(Tally::readOfVisitor);
        Principal principal = exchange.getPrincipal();
        note(FactNames.AUTHENTICATION, null);
        note(ReadListener.PRINCIPAL, principal);
        return principal == null ? null : principal.getName();
    }

    @Override
    public Locale locale() {
        Locale locale = exchange.getLocale();
        note(FactNames.LOCALE, locale);
        return locale;
    }

    @Override
    public @Nullable String host() {
        return note(FactNames.HOST, exchange.getRequest().getServerName());
    }

    @Override
    public @Nullable String path() {
        note(FactNames.URI, null);
        return exchange.getRequest().getRequestPath();
    }

    private @Nullable String first(String kind, String name, String @Nullable [] values) {
        note(ReadListener.fact(kind, name), values);
        return values == null || values.length == 0 ? null : values[0];
    }

    private <T> @Nullable T note(String fact, @Nullable T value) {
        read.put(fact, value);
        return value;
    }

    private void tell(Consumer<Tally> what) {
        if (exchange.getAttributeValue(RequestScope.ATTRIBUTE) instanceof RequestScope scope) {
            what.accept(scope.tally());
        }
    }
}
