package io.fragmentcache.internal.guard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Makes the template engine's view of a request of a servlet. */
public final class Exchanges {
    private Exchanges() {}

    /** The exchange of a request and a response of a servlet container. */
    public static IWebExchange of(Object request, Object response) {
        HttpServletRequest asked = (HttpServletRequest) request;
        return JakartaServletWebApplication.buildApplication(asked.getServletContext())
                .buildExchange(asked, (HttpServletResponse) response);
    }
}
