package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.ReadListener;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebSession;

/** The attributes of a session that a rendering was given. Asking for others ends it. */
record DetachedSession(Given given) implements IWebSession {
    @Override
    public boolean exists() {
        return Boolean.TRUE.equals(given.value(FactNames.HAS_SESSION));
    }

    @Override
    public boolean containsAttribute(String name) {
        return getAttributeValue(name) != null;
    }

    @Override
    public @Nullable Object getAttributeValue(String name) {
        return given.value(ReadListener.fact(ReadListener.SESSION, name));
    }

    @Override
    public int getAttributeCount() {
        throw given.end("the session");
    }

    @Override
    public Set<String> getAllAttributeNames() {
        throw given.end("the session");
    }

    @Override
    public Map<String, Object> getAttributeMap() {
        throw given.end("the session");
    }

    @Override
    public void setAttributeValue(String name, @Nullable Object value) {
        throw given.end("the session");
    }

    @Override
    public void removeAttribute(String name) {
        throw given.end("the session");
    }
}
