package com.example.shop.web;

import jakarta.servlet.ServletContainerInitializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.http.Rfc6265CookieProcessor;

/** Tomcat on 127.0.0.1. */
public final class Server implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();
    private final Path workspace = temporaryDirectory();

    /** With port 0 on any free port. */
    public Server(ServletContainerInitializer site, int port) {
        tomcat.setBaseDir(workspace.getParent().toString());
        tomcat.setConnector(connector(port));
        tomcat.getHost().getPipeline().addValve(silentErrors());
        StandardContext context = (StandardContext) tomcat.addContext("", workspace.toString());
        context.setWorkDir(workspace.toString());
        context.setCookieProcessor(cookies());
        context.addServletContainerInitializer(site, Set.of());
        neverRedeployed(context);
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            close();
            throw new IllegalStateException(
                    "The shop cannot open on port " + port + ". Set PORT to a free one, or to 0 for any.", e);
        }
    }

    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** Returns when the shop is closed. */
    public void await() {
        tomcat.getServer().await();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
            delete(workspace);
        } catch (LifecycleException | IOException e) {
            throw new IllegalStateException("The shop did not close: " + e.getMessage(), e);
        }
    }

    private static Connector connector(int port) {
        Connector connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", "127.0.0.1");
        connector.setThrowOnFailure(true);
        return connector;
    }

    /** What Tomcat would search for leaks when an application is replaced leaves with this process. */
    private static void neverRedeployed(StandardContext context) {
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        context.setClearReferencesObjectStreamClassCaches(false);
    }

    private static Rfc6265CookieProcessor cookies() {
        Rfc6265CookieProcessor cookies = new Rfc6265CookieProcessor();
        cookies.setSameSiteCookies("lax");
        return cookies;
    }

    private static ErrorReportValve silentErrors() {
        ErrorReportValve silent = new ErrorReportValve();
        silent.setShowReport(false);
        silent.setShowServerInfo(false);
        return silent;
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("shop");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
