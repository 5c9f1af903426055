package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.Reads;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.servlet.IServletWebSession;

/** A session that tells what is read of it. Whether there is one is not told: contexts ask that of themselves. */
record WatchedSession(IServletWebSession session, Reads reads) implements IServletWebSession {
    @Override
    public boolean exists() {
        return session.exists();
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        reads.read(Reads.fact(Reads.SESSION, Reads.ALL), Reads.UNKNOWN);
        return session.getAttributeNames();
    }

    @Override
    public @Nullable Object getAttributeValue(String name) {
        return reads.answer(Reads.fact(Reads.SESSION, name), session.getAttributeValue(name));
    }

    @Override
    public void setAttributeValue(String name, @Nullable Object value) {
        reads.read(Reads.fact(Reads.SESSION, name), value);
        session.setAttributeValue(name, value);
    }

    @Override
    public Object getNativeSessionObject() {
        reads.read("the native session", Reads.UNKNOWN);
        return session.getNativeSessionObject();
    }
}
