package io.fragmentcache.internal.spring;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.stage.Container;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.ShortEvents;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.thymeleaf.CacheDialect;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.thymeleaf.extras.springsecurity6.dialect.SpringSecurityDialect;
import org.thymeleaf.spring6.SpringTemplateEngine;

/**
 * An application of Spring MVC and Spring Security on Tomcat, whose templates the test writes. Its users are zoe and jose;
 * each request logs in by itself, and nobody keeps cookies unless the test does.
 */
final class Application implements AutoCloseable {
    private final Container container;
    private final Path directory;
    private final MapTemplates templates = new MapTemplates();
    private final ShortEvents events = new ShortEvents();
    private final SpringTemplateEngine engine = new SpringTemplateEngine();

    Application(UnaryOperator<FragmentCacheBuilder> configure) {
        engine.setTemplateResolver(templates);
        engine.setMessageSource(new StaticMessageSource());
        engine.addDialect(new SpringSecurityDialect());
        engine.addDialect(new CacheDialect(configure
                .apply(FragmentCache.over(CaffeineStore.ofMegabytes(1)).listener(events))
                .build()));
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.register(Beans.class);
        try {
            directory = Files.createTempDirectory("fragment-cache-test");
            Files.writeString(directory.resolve("site.css"), "p {}");
            spring.addBeanFactoryPostProcessor(beans -> {
                beans.registerSingleton("templateEngine", engine);
                beans.registerSingleton("directory", directory);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        container = Container.start("/shop", (classes, context) -> mount(context, spring), "");
    }

    private static void mount(ServletContext context, AnnotationConfigWebApplicationContext spring) {
        spring.setServletContext(context);
        spring.refresh();
        ServletRegistration.Dynamic dispatcher = context.addServlet("dispatcher", new DispatcherServlet(spring));
        dispatcher.setLoadOnStartup(1);
        dispatcher.addMapping("/");
        filter(context, "sentences", Application::answerWithTheSentence);
        filter(context, "security", new DelegatingFilterProxy("springSecurityFilterChain", spring));
        filter(context, "resources", new ResourceUrlEncodingFilter());
    }

    Application template(String name, String source) {
        templates.put(name, source);
        engine.clearTemplateCacheFor(name);
        return this;
    }

    /** What this user is shown of the page; of what is thrown, the sentence. */
    String shows(String user) {
        return shows(user, "/page", HttpClient.newHttpClient());
    }

    /** The same of another address, in a browser that keeps cookies and goes where it is sent. */
    String follow(String user, String path) {
        return shows(
                user,
                path,
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.ALWAYS)
                        .cookieHandler(new CookieManager())
                        .build());
    }

    private String shows(String user, String path, HttpClient browser) {
        String login = Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + container.port() + "/shop" + path))
                .header("Authorization", "Basic " + login)
                .header("X-Name", user)
                .build();
        try {
            return browser.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the cache did since the last time this was asked. */
    List<String> events() {
        return events.take();
    }

    @Override
    public void close() {
        container.close();
        try {
            Files.delete(directory.resolve("site.css"));
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answerWithTheSentence(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            Throwable innermost = e;
            while (innermost.getCause() != null) {
                innermost = innermost.getCause();
            }
            response.reset();
            response.getWriter().print(innermost.getMessage());
        }
    }

    private static void filter(ServletContext context, String name, Filter filter) {
        context.addFilter(name, filter).addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }
}
