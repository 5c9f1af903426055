package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.guard.Coverage;
import io.fragmentcache.internal.guard.Detached;
import io.fragmentcache.problem.Problem;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebApplication;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.IWebRequest;
import org.thymeleaf.web.IWebSession;

/**
 * A copy of what of an exchange does not depend on who asks (scheme, host, context path) and of what the fragment's key
 * holds. All else fails. It is no exchange of servlets on purpose: what casts it to one fails too, instead of printing a page for nobody.
 */
public final class DetachedExchange implements IWebExchange, Detached {
    private final DetachedRequest request;
    private final IWebApplication application;
    private final Locale locale;
    private final @Nullable String contentType;
    private final @Nullable String characterEncoding;
    private final Coverage coverage;
    private final Map<String, Object> attributes = new HashMap<>();

    private DetachedExchange(
            DetachedRequest request,
            IWebApplication application,
            Locale locale,
            @Nullable String contentType,
            @Nullable String characterEncoding,
            Coverage coverage) {
        this.request = request;
        this.application = application;
        this.locale = locale;
        this.contentType = contentType;
        this.characterEncoding = characterEncoding;
        this.coverage = coverage;
    }

    static DetachedExchange of(IWebExchange exchange, Coverage coverage) {
        return new DetachedExchange(
                DetachedRequest.of(exchange.getRequest(), coverage),
                exchange.getApplication(),
                exchange.getLocale(),
                exchange.getContentType(),
                exchange.getCharacterEncoding(),
                coverage);
    }

    /** Of a request that never was, to an application mounted here. */
    public static DetachedExchange at(String contextPath, Locale locale) {
        DetachedRequest request = new DetachedRequest("GET", null, null, null, contextPath, "/", Coverage.NOTHING);
        return new DetachedExchange(request, new NoApplication(), locale, null, null, Coverage.NOTHING);
    }

    /** The same with no attributes, for one rendering: contexts keep their variables there. */
    DetachedExchange withoutAttributes() {
        return new DetachedExchange(request, application, locale, contentType, characterEncoding, coverage);
    }

    @Override
    public IWebRequest getRequest() {
        return request;
    }

    @Override
    public IWebSession getSession() {
        return new DetachedSession(coverage);
    }

    @Override
    public IWebApplication getApplication() {
        return application;
    }

    @Override
    public @Nullable Principal getPrincipal() {
        if (!coverage.holds(ReadListener.PRINCIPAL)) {
            throw Problem.detached("the principal");
        }
        Object name = coverage.value(ReadListener.PRINCIPAL);
        return name == null ? null : name::toString;
    }

    @Override
    public Locale getLocale() {
        return locale;
    }

    @Override
    public @Nullable String getContentType() {
        return contentType;
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return characterEncoding;
    }

    @Override
    public boolean containsAttribute(String name) {
        return attributes.containsKey(name);
    }

    @Override
    public int getAttributeCount() {
        return attributes.size();
    }

    @Override
    public Set<String> getAllAttributeNames() {
        return Set.copyOf(attributes.keySet());
    }

    @Override
    public Map<String, Object> getAttributeMap() {
        return Collections.unmodifiableMap(attributes);
    }

    @Override
    public @Nullable Object getAttributeValue(String name) {
        return attributes.get(name);
    }

    @Override
    public void setAttributeValue(String name, @Nullable Object value) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    @Override
    public void removeAttribute(String name) {
        attributes.remove(name);
    }

    /** A session's id must never reach a remembered text. */
    @Override
    public String transformURL(String url) {
        return url;
    }
}
