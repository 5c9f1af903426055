package io.fragmentcache.stage;

import jakarta.servlet.ServletContainerInitializer;

/** A servlet container on a free port, with one application. The same tests run in each. */
public interface Container extends AutoCloseable {
    /**
     * Starts the container that the system property {@code container} names. Defaults to Tomcat.
     *
     * @param path where the application is mounted, such as {@code /shop}; empty for the root
     * @param errorPage path of the servlet that errors are dispatched to; empty where the container answers them
     */
    static Container start(String path, ServletContainerInitializer application, String errorPage) {
        String name = System.getProperty("container", "io.fragmentcache.stage.TomcatContainer");
        try {
            return Class.forName(name)
                    .asSubclass(Container.class)
                    .getConstructor(String.class, ServletContainerInitializer.class, String.class)
                    .newInstance(path, application, errorPage);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    int port();

    /** Takes the application out of the running container. */
    void undeploy();

    @Override
    void close();
}
