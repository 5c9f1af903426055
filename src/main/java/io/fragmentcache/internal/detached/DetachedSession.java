package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.guard.Coverage;
import io.fragmentcache.problem.Problem;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.IWebSession;

/** The attributes of a session that a fragment's key holds. Asking for others fails. */
record DetachedSession(Coverage coverage) implements IWebSession {
    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public boolean containsAttribute(String name) {
        return getAttributeValue(name) != null;
    }

    @Override
    public @Nullable Object getAttributeValue(String name) {
        String fact = ReadListener.fact(ReadListener.SESSION, name);
        if (!coverage.holds(fact)) {
            throw Problem.detached(fact);
        }
        return coverage.value(fact);
    }

    @Override
    public int getAttributeCount() {
        throw Problem.detached("the session");
    }

    @Override
    public Set<String> getAllAttributeNames() {
        throw Problem.detached("the session");
    }

    @Override
    public Map<String, Object> getAttributeMap() {
        throw Problem.detached("the session");
    }

    @Override
    public void setAttributeValue(String name, @Nullable Object value) {
        throw Problem.detached("the session");
    }

    @Override
    public void removeAttribute(String name) {
        throw Problem.detached("the session");
    }
}
