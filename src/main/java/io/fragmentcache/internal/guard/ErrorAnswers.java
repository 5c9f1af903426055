package io.fragmentcache.internal.guard;

import jakarta.servlet.http.HttpServletResponse;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.servlet.IServletWebExchange;

/**
 * Tells pages that answer with an error or a redirect. The model of an error page may lack what a layout's fragments show
 * on all other pages, so these pages store nothing.
 */
final class ErrorAnswers {
    private static final String STATUS = "jakarta.servlet.error.status_code";
    private static final String EXCEPTION = "jakarta.servlet.error.exception";
    private static final int FIRST = 300;
    private static final boolean SERVLETS = isPresent("jakarta.servlet.http.HttpServletResponse");

    private ErrorAnswers() {}

    static boolean isOne(ITemplateContext context) {
        if (!Contexts.isWebContext(context)) {
            return false;
        }
        IWebExchange exchange = Contexts.getWebExchange(context);
        return exchange.getAttributeValue(STATUS) != null
                || exchange.getAttributeValue(EXCEPTION) != null
                || (SERVLETS && exchange instanceof IServletWebExchange servlet && Servlet.status(servlet) >= FIRST);
    }

    /** The interfaces of Thymeleaf's exchanges are there without those of servlets, as in a stage of the test kit. */
    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, ErrorAnswers.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Loaded only for exchanges of servlets: elsewhere the interface of the response may not be on the class path. */
    private static final class Servlet {
        private Servlet() {}

        static int status(IServletWebExchange exchange) {
            return exchange.getNativeResponseObject() instanceof HttpServletResponse response
                    ? response.getStatus()
                    : 0;
        }
    }
}
