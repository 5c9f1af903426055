package io.fragmentcache.servlet.http;

import jakarta.servlet.ServletContainerInitializer;

/** A servlet container on a free port, with one application at {@code /}. The same tests run in each. */
public interface Container extends AutoCloseable {
    /**
     * Starts the container that the system property {@code container} names. Defaults to Tomcat.
     *
     * @param errorPage path of the servlet that errors are dispatched to; empty where the container answers them
     */
    static Container start(ServletContainerInitializer application, String errorPage) {
        String name = System.getProperty("container", "io.fragmentcache.servlet.http.TomcatContainer");
        try {
            return Class.forName(name)
                    .asSubclass(Container.class)
                    .getConstructor(ServletContainerInitializer.class, String.class)
                    .newInstance(application, errorPage);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    int port();

    @Override
    void close();
}
