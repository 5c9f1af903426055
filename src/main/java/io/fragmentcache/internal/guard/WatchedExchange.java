package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.FactReader;
import io.fragmentcache.internal.definition.ReadListener;
import java.security.Principal;
import java.util.Enumeration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.servlet.IServletWebApplication;
import org.thymeleaf.web.servlet.IServletWebExchange;
import org.thymeleaf.web.servlet.IServletWebRequest;
import org.thymeleaf.web.servlet.IServletWebSession;

/** An exchange that tells what is read of its visitor. It still is an exchange of servlets: other dialects cast it. */
record WatchedExchange(IServletWebExchange exchange, ReadListener reads)
        implements IServletWebExchange, FactReader.Watching {
    private static final Pattern PATH = Pattern.compile("^[^?#]*");
    private static final Pattern PARAMETER = Pattern.compile(";[^/]*");

    @Override
    public IServletWebRequest getRequest() {
        return new WatchedRequest(exchange.getRequest(), reads);
    }

    @Override
    public @Nullable IServletWebSession getSession() {
        IServletWebSession session = exchange.getSession();
        return session == null ? null : new WatchedSession(session, reads);
    }

    @Override
    public boolean hasSession() {
        boolean has = exchange.hasSession();
        reads.read(FactNames.HAS_SESSION, has);
        return has;
    }

    @Override
    public IWebExchange raw() {
        return exchange instanceof FactReader.Watching watching ? watching.raw() : exchange;
    }

    @Override
    public IServletWebApplication getApplication() {
        return exchange.getApplication();
    }

    @Override
    public @Nullable Principal getPrincipal() {
        Principal principal = exchange.getPrincipal();
        reads.read(ReadListener.PRINCIPAL, principal);
        return principal;
    }

    @Override
    public Locale getLocale() {
        Locale locale = exchange.getLocale();
        reads.read(FactNames.LOCALE, locale);
        return locale;
    }

    @Override
    public @Nullable String getContentType() {
        return told(FactNames.CONTENT_TYPE, exchange.getContentType());
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return told(FactNames.ENCODING, exchange.getCharacterEncoding());
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        reads.read("the names of all variables", ReadListener.UNKNOWN);
        return exchange.getAttributeNames();
    }

    @Override
    public @Nullable Object getAttributeValue(String name) {
        Object value = exchange.getAttributeValue(name);
        reads.attribute(name, value);
        return value;
    }

    @Override
    public void setAttributeValue(String name, @Nullable Object value) {
        exchange.setAttributeValue(name, value);
    }

    /**
     * A container writes the visitor's session into the path of a link, for all who see it later: that is taken out. What
     * else the application rewrites may be for this visitor too.
     */
    @Override
    public String transformURL(String url) {
        String rewritten = withoutParameters(exchange.transformURL(url));
        if (rewritten.equals(withoutParameters(url))) {
            return url;
        }
        if (!Watches.rewriteForAll(url, rewritten, exchange)) {
            reads.read("a link that the response rewrites", ReadListener.UNKNOWN);
        }
        return rewritten;
    }

    /** Without what {@code ;} begins, before what {@code ?} or {@code #} begins. */
    private static String withoutParameters(String url) {
        Matcher path = PATH.matcher(url);
        return path.replaceFirst(found ->
                Matcher.quoteReplacement(PARAMETER.matcher(found.group()).replaceAll("")));
    }

    @Override
    public Object getNativeRequestObject() {
        reads.read("the native request", ReadListener.UNKNOWN);
        return exchange.getNativeRequestObject();
    }

    @Override
    public Object getNativeResponseObject() {
        reads.read("the native response", ReadListener.UNKNOWN);
        return exchange.getNativeResponseObject();
    }

    private @Nullable String told(String fact, @Nullable String value) {
        reads.read(fact, value);
        return value;
    }
}
