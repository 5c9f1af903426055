package io.fragmentcache.stage;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.thymeleaf.web.servlet.IServletWebExchange;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** A servlet container with one application, {@code /shop}, and one servlet in it, which does what the test says. */
public final class Server implements AutoCloseable {
    private static final String PATH = "/shop";

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

    private final Container container;
    private volatile Runnable atEnd = () -> {};
    private volatile Servlet servlet = (exchange, request, response) -> response.sendError(404);

    private Server(Consumer<ServletContext> mount) {
        container = Container.start(
                PATH,
                (classes, context) -> {
                    context.addServlet("test", new Delegate()).addMapping("/*");
                    context.addListener(new ServletContextListener() {
                        @Override
                        public void contextDestroyed(ServletContextEvent event) {
                            atEnd.run();
                        }
                    });
                    mount.accept(context);
                },
                "");
    }

    public static Server start() {
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
    public Server atEnd(Runnable last) {
        atEnd = last;
        return this;
    }

    /** Takes the application out of the running container. */
    public void undeploy() {
        container.undeploy();
    }

    /** Someone with a browser of their own. */
    public Visitor visitor() {
        return new Visitor(new Browser(container.port()), PATH);
    }

    /** Without a slash at the end. */
    public String url() {
        return "http://localhost:" + container.port() + PATH;
    }

    @Override
    public void close() {
        container.close();
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
