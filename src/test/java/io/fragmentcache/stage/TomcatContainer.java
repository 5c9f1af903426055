package io.fragmentcache.stage;

import jakarta.servlet.ServletContainerInitializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** Tomcat, whichever is on the class path. */
public final class TomcatContainer implements Container {
    private final Tomcat tomcat = new Tomcat();
    private final Path directory;
    private final StandardContext context;

    public TomcatContainer(String path, ServletContainerInitializer application, String errorPage) {
        print(Level.OFF);
        try {
            directory = Files.createTempDirectory("fragment-cache-test");
            tomcat.setBaseDir(directory.toString());
            tomcat.setPort(0);
            context = (StandardContext) tomcat.addContext(path, directory.toString());
            context.setParentClassLoader(TomcatContainer.class.getClassLoader());
            context.addServletContainerInitializer(application, Set.of());
            if (!errorPage.isEmpty()) {
                ErrorPage page = new ErrorPage();
                page.setLocation(errorPage);
                context.addErrorPage(page);
            }
            // What it looks for when it ends would need the JVM opened, and is of no interest here.
            context.setClearReferencesThreadLocals(false);
            context.setClearReferencesRmiTargets(false);
            tomcat.getConnector();
            tomcat.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void undeploy() {
        try {
            context.stop();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            tomcat.stop();
            tomcat.destroy();
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        } finally {
            print(Level.INFO);
        }
    }

    /** The errors that tests provoke are asserted, not read. */
    private static void print(Level level) {
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(level);
        }
    }
}
