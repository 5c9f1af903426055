package io.fragmentcache.internal.spring;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.thymeleaf.CacheDialect;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.extras.springsecurity6.dialect.SpringSecurityDialect;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/**
 * An application of Spring MVC and Spring Security on Tomcat, whose templates the test writes. Its users are zoe and jose;
 * each request logs in by itself, and nobody keeps cookies unless the test does.
 */
final class Application extends AbstractConfigurableTemplateResolver implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final Path directory;
    private final Map<String, String> sources = new ConcurrentHashMap<>();
    private final List<String> events = new ArrayList<>();
    private final SpringTemplateEngine engine = new SpringTemplateEngine();

    Application(UnaryOperator<FragmentCacheBuilder> configure) {
        setCacheable(true);
        engine.setTemplateResolver(this);
        engine.setMessageSource(new StaticMessageSource());
        engine.addDialect(new SpringSecurityDialect());
        engine.addDialect(new CacheDialect(configure
                .apply(FragmentCache.over(CaffeineStore.ofMegabytes(1)).listener(new Events()))
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
            tomcat.setBaseDir(directory.toString());
            tomcat.setPort(0);
            tomcat.setSilent(true);
            Context context = tomcat.addContext("/shop", directory.toFile().getAbsolutePath());
            quietAtItsEnd((StandardContext) context);
            spring.setServletContext(context.getServletContext());
            Tomcat.addServlet(context, "dispatcher", new DispatcherServlet(spring))
                    .setLoadOnStartup(1);
            context.addServletMappingDecoded("/", "dispatcher");
            spring.refresh();
            filter(context, "sentences", Application::answerWithTheSentence);
            filter(context, "security", new DelegatingFilterProxy("springSecurityFilterChain", spring));
            filter(context, "resources", new ResourceUrlEncodingFilter());
            tomcat.getConnector();
            tomcat.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    Application template(String name, String source) {
        sources.put(name, source);
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
                        URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/shop" + path))
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
        List<String> since = List.copyOf(events);
        events.clear();
        return since;
    }

    @Override
    protected @Nullable ITemplateResource computeTemplateResource(
            IEngineConfiguration configuration,
            String owner,
            String template,
            String resource,
            String encoding,
            Map<String, Object> attributes) {
        String source = sources.get(template);
        return source == null ? null : new StringTemplateResource(source);
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

    /** What Tomcat looks for when it ends would need the JVM opened, and is of no interest here. */
    private static void quietAtItsEnd(StandardContext context) {
        context.setClearReferencesObjectStreamClassCaches(false);
        context.setClearReferencesThreadLocals(false);
        context.setClearReferencesRmiTargets(false);
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

    private static void filter(Context context, String name, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/*");
        context.addFilterMap(map);
    }

    /** In few words: {@code MISS card}, {@code refused card: why}. */
    private final class Events implements Listener {
        @Override
        public void lookedUp(LookedUp event) {
            events.add(event.outcome() + " " + event.locator().name());
        }

        @Override
        public void notStored(NotStored event) {
            events.add("refused " + event.locator().name() + ": " + event.reason());
        }
    }
}
