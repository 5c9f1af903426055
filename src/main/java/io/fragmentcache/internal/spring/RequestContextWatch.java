package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.guard.Watch;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.springframework.web.servlet.support.RequestContext;
import org.thymeleaf.context.IWebContext;
import org.thymeleaf.spring6.context.webmvc.SpringWebMvcThymeleafRequestContext;
import org.thymeleaf.spring6.naming.SpringContextVariableNames;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.servlet.IServletWebExchange;

/** Sees what Spring MVC puts into forms and links, what forms are bound to, and what a redirect brought along. */
public final class RequestContextWatch implements Watch {
    /** Fails where Spring MVC or Thymeleaf's part for it is absent. */
    public RequestContextWatch() {
        Objects.requireNonNull(DispatcherServlet.class);
        Objects.requireNonNull(SpringWebMvcThymeleafRequestContext.class);
    }

    @Override
    public @Nullable Object variable(String name, @Nullable Object value, IWebContext context, ReadListener reads) {
        if (value instanceof SpringWebMvcThymeleafRequestContext watched
                && context.getVariable(SpringContextVariableNames.SPRING_REQUEST_CONTEXT)
                        instanceof RequestContext spring) {
            return new WatchedRequestContext(spring, watched, reads);
        }
        if (value != null && MvcFacts.isFlash(name, context.getExchange())) {
            reads.read("flash." + name, ReadListener.UNKNOWN);
        }
        return value;
    }

    @Override
    public boolean rewritesForAll(String url, String rewritten, IWebExchange exchange) {
        return exchange.getAttributeValue(ResourceUrlProvider.class.getName()) instanceof ResourceUrlProvider resources
                && exchange instanceof IServletWebExchange servlet
                && servlet.getNativeRequestObject() instanceof HttpServletRequest request
                && rewritten.equals(resources.getForRequestUrl(request, url));
    }
}
