package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.definition.ReadListener;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The request of a thread, telling what is read of its visitor. Beans of a scope are kept by the one it stands for. */
final class WatchedRequestAttributes extends ServletRequestAttributes {
    /** Under this name Spring's servlet keeps its beans; its class is in another library, which need not be there. */
    private static final String APPLICATION = "org.springframework.web.servlet.DispatcherServlet.CONTEXT";

    private final ServletRequestAttributes attributes;
    private final ReadListener reads;

    WatchedRequestAttributes(ServletRequestAttributes attributes, ReadListener reads) {
        super(new WatchedServletRequest(attributes.getRequest(), reads), attributes.getResponse());
        this.attributes = attributes;
        this.reads = reads;
    }

    @Override
    public @Nullable Object getAttribute(String name, int scope) {
        Object value = attributes.getAttribute(name, scope);
        tell(name, scope, value);
        return value;
    }

    @Override
    public void setAttribute(String name, Object value, int scope) {
        if (scope == SCOPE_SESSION) {
            reads.read("a session that it writes", ReadListener.UNKNOWN);
        }
        attributes.setAttribute(name, value, scope);
    }

    @Override
    public void removeAttribute(String name, int scope) {
        attributes.removeAttribute(name, scope);
    }

    @Override
    public String[] getAttributeNames(int scope) {
        reads.read(
                scope == SCOPE_SESSION
                        ? ReadListener.fact(ReadListener.SESSION, ReadListener.ALL)
                        : "the names of all variables",
                ReadListener.UNKNOWN);
        return attributes.getAttributeNames(scope);
    }

    @Override
    public void registerDestructionCallback(String name, Runnable callback, int scope) {
        attributes.registerDestructionCallback(name, callback, scope);
    }

    @Override
    public @Nullable Object resolveReference(String key) {
        return REFERENCE_REQUEST.equals(key) ? getRequest() : attributes.resolveReference(key);
    }

    @Override
    public String getSessionId() {
        reads.read("the session's id", ReadListener.UNKNOWN);
        return attributes.getSessionId();
    }

    @Override
    public Object getSessionMutex() {
        return attributes.getSessionMutex();
    }

    private void tell(String name, int scope, @Nullable Object value) {
        if (scope == SCOPE_SESSION) {
            // A read of all, or a write, has no name or no value that a key could hold.
            reads.read(ReadListener.fact(ReadListener.SESSION, name), value);
        } else if (value != null && isBean(name)) {
            // It may have been made outside of the fragment, where what it read was not seen.
            reads.read("a bean of the request", ReadListener.UNKNOWN);
        } else {
            reads.attribute(name, value);
        }
    }

    private boolean isBean(String name) {
        return attributes.getRequest().getAttribute(APPLICATION) instanceof WebApplicationContext beans
                && beans.containsBean(name)
                && !beans.isSingleton(name);
    }
}
