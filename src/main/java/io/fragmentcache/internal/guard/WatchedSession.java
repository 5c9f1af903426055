package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.ReadListener;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.servlet.IServletWebSession;

/** A session that tells what is read of it. Whether there is one is not told: contexts ask that of themselves. */
record WatchedSession(IServletWebSession session, ReadListener reads) implements IServletWebSession {
    @Override
    public boolean exists() {
        return session.exists();
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        reads.read(ReadListener.fact(ReadListener.SESSION, ReadListener.ALL), ReadListener.UNKNOWN);
        return session.getAttributeNames();
    }

    @Override
    public @Nullable Object getAttributeValue(String name) {
        return reads.answer(ReadListener.fact(ReadListener.SESSION, name), session.getAttributeValue(name));
    }

    @Override
    public void setAttributeValue(String name, @Nullable Object value) {
        reads.read(ReadListener.fact(ReadListener.SESSION, name), value);
        session.setAttributeValue(name, value);
    }

    @Override
    public Object getNativeSessionObject() {
        reads.read("the native session", ReadListener.UNKNOWN);
        return session.getNativeSessionObject();
    }
}
