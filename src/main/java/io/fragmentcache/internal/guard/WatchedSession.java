package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.ReadListener;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.servlet.IServletWebSession;

/** A session that tells what is read of it, and whether there is one. */
record WatchedSession(IServletWebSession session, ReadListener reads) implements IServletWebSession {
    @Override
    public boolean exists() {
        boolean exists = session.exists();
        reads.read(FactNames.HAS_SESSION, exists);
        return exists;
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        reads.read(ReadListener.fact(ReadListener.SESSION, ReadListener.ALL), ReadListener.UNKNOWN);
        return session.getAttributeNames();
    }

    @Override
    public @Nullable Object getAttributeValue(String name) {
        Object value = session.getAttributeValue(name);
        reads.read(ReadListener.fact(ReadListener.SESSION, name), value);
        return value;
    }

    @Override
    public void setAttributeValue(String name, @Nullable Object value) {
        reads.read("a session that it writes", ReadListener.UNKNOWN);
        session.setAttributeValue(name, value);
    }

    @Override
    public Object getNativeSessionObject() {
        reads.read("the native session", ReadListener.UNKNOWN);
        return session.getNativeSessionObject();
    }
}
