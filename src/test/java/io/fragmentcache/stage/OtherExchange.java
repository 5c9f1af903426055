package io.fragmentcache.stage;

import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebApplication;
import org.thymeleaf.web.IWebExchange;
import org.thymeleaf.web.IWebRequest;
import org.thymeleaf.web.IWebSession;

/** An exchange of another server than one of servlets. */
record OtherExchange(IWebExchange exchange) implements IWebExchange {
    @Override
    public IWebRequest getRequest() {
        return exchange.getRequest();
    }

    @Override
    public IWebSession getSession() {
        return exchange.getSession();
    }

    @Override
    public IWebApplication getApplication() {
        return exchange.getApplication();
    }

    @Override
    public @Nullable Principal getPrincipal() {
        return exchange.getPrincipal();
    }

    @Override
    public Locale getLocale() {
        return exchange.getLocale();
    }

    @Override
    public String getContentType() {
        return exchange.getContentType();
    }

    @Override
    public String getCharacterEncoding() {
        return exchange.getCharacterEncoding();
    }

    @Override
    public boolean containsAttribute(String name) {
        return exchange.containsAttribute(name);
    }

    @Override
    public int getAttributeCount() {
        return exchange.getAttributeCount();
    }

    @Override
    public Set<String> getAllAttributeNames() {
        return exchange.getAllAttributeNames();
    }

    @Override
    public Map<String, Object> getAttributeMap() {
        return exchange.getAttributeMap();
    }

    @Override
    public @Nullable Object getAttributeValue(String name) {
        return exchange.getAttributeValue(name);
    }

    @Override
    public void setAttributeValue(String name, @Nullable Object value) {
        exchange.setAttributeValue(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        exchange.removeAttribute(name);
    }

    @Override
    public String transformURL(String url) {
        return exchange.transformURL(url);
    }
}
