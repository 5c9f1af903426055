package io.fragmentcache.stage;

import jakarta.servlet.ServletContainerInitializer;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with servlets of Jakarta EE 10. */
public final class JettyContainer implements Container {
    private final Server server = new Server(0);
    private final ServletContextHandler context;

    public JettyContainer(String path, ServletContainerInitializer application, String errorPage) {
        context = new ServletContextHandler(path.isEmpty() ? "/" : path, ServletContextHandler.SESSIONS);
        context.addServletContainerInitializer(application);
        if (!errorPage.isEmpty()) {
            ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
            errors.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, errorPage);
            context.setErrorHandler(errors);
        }
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    @Override
    public void undeploy() {
        try {
            context.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
