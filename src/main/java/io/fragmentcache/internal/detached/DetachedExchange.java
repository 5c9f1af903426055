package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.FactReader;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.definition.SessionObjects;
import io.fragmentcache.internal.guard.Detached;
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
 * A copy of what is the same for each visitor in an exchange (scheme, host, context path) and of what the fragment's key
 * holds. All else fails. It is not an exchange of servlets on purpose: a cast to one fails too, instead of printing a
 * page without a visitor.
 */
public final class DetachedExchange implements IWebExchange, Detached, FactReader.Watching, SessionObjects.Kept {
    private final IWebApplication application;
    private final Locale locale;
    private final Given given;
    private final Set<String> withheld;
    private final Map<String, Object> attributes;
    private final Set<Object> ofSession;

    private DetachedExchange(
            IWebApplication application,
            Locale locale,
            Given given,
            Set<String> withheld,
            Map<String, Object> attributes,
            Set<Object> ofSession) {
        this.application = application;
        this.locale = locale;
        this.given = given;
        this.withheld = withheld;
        this.attributes = attributes;
        this.ofSession = ofSession;
    }

    /**
     * Of a request.
     *
     * @param given what its look-up read of it
     * @param withheld the names of variables that are one visitor's, and not given
     */
    static DetachedExchange of(IWebExchange exchange, Given given, Set<String> withheld) {
        Map<String, @Nullable Object> all = new HashMap<>();
        // What is the same for all visitors of a mounted application.
        all.put(FactNames.CONTEXT_PATH, exchange.getRequest().getApplicationPath());
        all.putAll(given.values());
        IWebExchange raw = exchange instanceof FactReader.Watching watching ? watching.raw() : exchange;
        return new DetachedExchange(
                exchange.getApplication(),
                exchange.getLocale(),
                Given.of(all),
                withheld,
                new HashMap<>(),
                SessionObjects.of(raw));
    }

    /** Of a request that never was, to an application mounted here, of which these facts are given. */
    public static DetachedExchange at(String contextPath, Locale locale, Map<String, @Nullable Object> facts) {
        Map<String, @Nullable Object> all = new HashMap<>(facts);
        all.put(FactNames.CONTEXT_PATH, contextPath);
        return new DetachedExchange(new NoApplication(), locale, Given.of(all), Set.of(), new HashMap<>(), Set.of());
    }

    /** The same with no attributes, for one rendering: contexts keep their variables there. */
    DetachedExchange withoutAttributes() {
        return new DetachedExchange(application, locale, given, withheld, new HashMap<>(), ofSession);
    }

    @Override
    public IWebExchange watchedBy(ReadListener reads) {
        return new DetachedExchange(application, locale, given.watchedBy(reads), withheld, attributes, ofSession);
    }

    @Override
    public IWebExchange raw() {
        return given.reads().isEmpty()
                ? this
                : new DetachedExchange(application, locale, Given.of(given.values()), withheld, attributes, ofSession);
    }

    /** A variable that is loaded here may turn out to be one of these. */
    @Override
    public Set<Object> ofSession() {
        return ofSession;
    }

    @Override
    public @Nullable Object given(String fact) {
        return given.values().get(fact);
    }

    @Override
    public Set<String> withheld() {
        return withheld;
    }

    @Override
    public IWebRequest getRequest() {
        return new DetachedRequest(given);
    }

    @Override
    public IWebSession getSession() {
        return new DetachedSession(given);
    }

    @Override
    public IWebApplication getApplication() {
        return application;
    }

    @Override
    public @Nullable Principal getPrincipal() {
        return (Principal) given.value(ReadListener.PRINCIPAL);
    }

    @Override
    public Locale getLocale() {
        Object ofRequest = given.holds(FactNames.LOCALE) ? given.value(FactNames.LOCALE) : null;
        if (ofRequest instanceof Locale known) {
            return known;
        }
        if (!given.reads().isEmpty()) {
            given.value(FactNames.LOCALE);
        }
        return locale;
    }

    @Override
    public @Nullable String getContentType() {
        return given.text(FactNames.CONTENT_TYPE);
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return given.text(FactNames.ENCODING);
    }

    @Override
    public boolean containsAttribute(String name) {
        return getAttributeValue(name) != null;
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
        Object value = attributes.get(name);
        given.attribute(name, value);
        return value;
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
