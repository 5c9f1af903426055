package io.fragmentcache.servlet.http;

import jakarta.servlet.ServletContainerInitializer;

/** A servlet container on a free port, with one application at {@code /}. The same tests run in each. */
public interface Container extends AutoCloseable {
    /** The one that the system property {@code container} names; Tomcat unless said. */
    static Container start(ServletContainerInitializer application) {
        String name = System.getProperty("container", "io.fragmentcache.servlet.http.TomcatContainer");
        try {
            return Class.forName(name)
                    .asSubclass(Container.class)
                    .getConstructor(ServletContainerInitializer.class)
                    .newInstance(application);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    int port();

    @Override
    void close();
}
