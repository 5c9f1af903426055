package io.fragmentcache.thymeleaf;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.thymeleaf.web.servlet.IServletWebExchange;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** A servlet container with one application, {@code /shop}, and one servlet in it, which does what the test says. */
public final class Server implements AutoCloseable {
    /** Answers a request. What it throws is answered with its sentence. */
    public interface Servlet {
        void answer(IServletWebExchange exchange, HttpServletRequest request, HttpServletResponse response)
                throws Exception;
    }

    /** As seen from now on: an exchange knows no session that began after it. */
    public static IServletWebExchange exchange(HttpServletRequest request, HttpServletResponse response) {
        return JakartaServletWebApplication.buildApplication(request.getServletContext())
                .buildExchange(request, response);
    }

    private final Tomcat tomcat = new Tomcat();
    private final Path directory;
    private final StandardContext application;
    private volatile Runnable atEnd = () -> {};
    private volatile Servlet servlet = (exchange, request, response) -> response.sendError(404);

    private Server(Consumer<ServletContext> mount) {
        try {
            directory = Files.createTempDirectory("fragment-cache-test");
            tomcat.setBaseDir(directory.toString());
            tomcat.setPort(0);
            tomcat.setSilent(true);
            application =
                    (StandardContext) tomcat.addContext("/shop", new File(directory.toString()).getAbsolutePath());
            application.addServletContainerInitializer((classes, context) -> mount.accept(context), Set.of());
            Tomcat.addServlet(application, "test", new Delegate());
            application.addServletMappingDecoded("/*", "test");
            application.addApplicationLifecycleListener(new ServletContextListener() {
                @Override
                public void contextDestroyed(ServletContextEvent event) {
                    atEnd.run();
                }
            });
            tomcat.getConnector();
            // What it looks for when it ends would need the JVM opened, and is of no interest here.
            application.setClearReferencesObjectStreamClassCaches(false);
            application.setClearReferencesThreadLocals(false);
            application.setClearReferencesRmiTargets(false);
            tomcat.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    static Server start() {
        return start(context -> {});
    }

    /** With what else the application mounts when it starts. */
    public static Server start(Consumer<ServletContext> mount) {
        return new Server(mount);
    }

    public Server serve(Servlet next) {
        servlet = next;
        return this;
    }

    /** What the application does when it is undeployed. */
    Server atEnd(Runnable last) {
        atEnd = last;
        return this;
    }

    /** Takes the application out of the running container. */
    void undeploy() {
        try {
            application.stop();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Someone with a browser of their own. */
    public Visitor visitor() {
        return new Visitor(url());
    }

    /** Without a slash at the end. */
    public String url() {
        return "http://localhost:" + tomcat.getConnector().getLocalPort() + "/shop";
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
        }
    }

    @SuppressWarnings("serial")
    private final class Delegate extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/html;charset=UTF-8");
            try {
                servlet.answer(exchange(request, response), request, response);
            } catch (Exception e) {
                response.reset();
                response.setStatus(500);
                response.getWriter().print(e.getMessage());
            }
        }
    }
}
