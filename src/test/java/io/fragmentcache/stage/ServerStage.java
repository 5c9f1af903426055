package io.fragmentcache.stage;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.servlet.FragmentCacheFilterBuilder;
import io.fragmentcache.servlet.HoleServlet;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import io.fragmentcache.thymeleaf.CacheDialect;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** An application of a few pages behind the filter, in a real container. */
public final class ServerStage implements AutoCloseable {
    /** What a servlet does. */
    public interface Action {
        void answer(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    public final HandClock clock = new HandClock();
    public final Store store = CaffeineStore.ofMegabytes(8);
    public final Map<String, Object> model = new ConcurrentHashMap<>();
    /** Regenerations that wait. */
    public final List<Runnable> behind = new ArrayList<>();

    private final TemplateEngine engine = new TemplateEngine();
    private final MapTemplates templates = new MapTemplates();
    private final Map<String, Action> actions = new LinkedHashMap<>();
    private final List<Filter> outside = new ArrayList<>();
    private final List<Filter> inside = new ArrayList<>();
    private UnaryOperator<FragmentCacheBuilder> caching = UnaryOperator.identity();
    private UnaryOperator<FragmentCacheFilterBuilder> filtering = UnaryOperator.identity();
    private FragmentCache cache = FragmentCache.inMemory().build();
    private FragmentCacheFilter filter = new FragmentCacheFilter(cache);
    private EnumSet<DispatcherType> dispatches = EnumSet.of(DispatcherType.REQUEST);
    private String errorPage = "";
    private String holes = "";
    private @Nullable Container container;

    /** A template with a page of its own at {@code /name}. */
    public ServerStage page(String name, String source) {
        templates.put(name, source);
        return at("/" + name, (request, response) -> {
            response.setContentType("text/html;charset=UTF-8");
            render(name, request, response, response.getWriter());
        });
    }

    public ServerStage at(String path, Action action) {
        actions.put(path, action);
        return this;
    }

    public ServerStage caching(UnaryOperator<FragmentCacheBuilder> settings) {
        caching = settings;
        return this;
    }

    public ServerStage filtering(UnaryOperator<FragmentCacheFilterBuilder> settings) {
        filtering = settings;
        return this;
    }

    /** Serves holes that are fetched apart at this path. */
    public ServerStage holesAt(String path) {
        holes = path;
        return this;
    }

    /** Maps the cache's filter for these dispatches, beside requests. */
    public ServerStage mappedFor(DispatcherType... types) {
        dispatches.addAll(List.of(types));
        return this;
    }

    /** Has the container dispatch errors to this path. */
    public ServerStage errorsAt(String path) {
        errorPage = path;
        return this;
    }

    public ServerStage outside(Filter around) {
        outside.add(around);
        return this;
    }

    public ServerStage inside(Filter within) {
        inside.add(within);
        return this;
    }

    public ServerStage start() {
        cache.close();
        cache = caching.apply(FragmentCache.over(store)
                        .clock(clock)
                        .executor(behind::add)
                        .lifetime(Lifetime.of("10m").stale("10m").jitter(0)))
                .build();
        filter = filtering.apply(FragmentCacheFilter.over(cache)).build();
        engine.setTemplateResolver(templates);
        CacheDialect dialect = new CacheDialect(cache);
        engine.addDialect(dialect);
        container = Container.start(
                "",
                (classes, context) -> {
                    outside.forEach(around -> add(context, around, EnumSet.of(DispatcherType.REQUEST)));
                    add(context, filter, dispatches);
                    inside.forEach(within -> add(context, within, EnumSet.of(DispatcherType.REQUEST)));
                    actions.forEach((path, action) -> add(context, path, action));
                    if (!holes.isEmpty()) {
                        context.addServlet("holes", new HoleServlet(dialect.apartHoles(engine)))
                                .addMapping(holes, holes + ".js");
                    }
                },
                errorPage);
        return this;
    }

    /** Renders a template without a request. */
    public String browserless(String template) {
        return engine.process(template, new Context(Locale.ENGLISH, model));
    }

    public Browser browser() {
        return new Browser(Objects.requireNonNull(container).port());
    }

    public FragmentCache cache() {
        return cache;
    }

    public FragmentCacheFilter filter() {
        return filter;
    }

    /** In the language that the browser prefers. */
    public void render(String template, HttpServletRequest request, HttpServletResponse response, Writer out) {
        render(template, request, response, request.getLocale(), out);
    }

    /** What selectors choose of a template, as a controller answers with {@code template :: name}. */
    public void part(
            String template,
            Set<String> selectors,
            HttpServletRequest request,
            HttpServletResponse response,
            Writer out) {
        JakartaServletWebApplication application =
                JakartaServletWebApplication.buildApplication(request.getServletContext());
        engine.process(
                template,
                selectors,
                new WebContext(application.buildExchange(request, response), request.getLocale(), model),
                out);
    }

    /** In the application's language. */
    public void render(String template, HttpServletRequest request, HttpServletResponse response, Locale locale)
            throws IOException {
        render(template, request, response, locale, response.getWriter());
    }

    private void render(
            String template, HttpServletRequest request, HttpServletResponse response, Locale locale, Writer out) {
        JakartaServletWebApplication application =
                JakartaServletWebApplication.buildApplication(request.getServletContext());
        engine.process(template, new WebContext(application.buildExchange(request, response), locale, model), out);
    }

    @Override
    public void close() {
        if (container != null) {
            container.close();
        }
        cache.close();
    }

    private static void add(ServletContext context, Filter filter, EnumSet<DispatcherType> dispatches) {
        FilterRegistration.Dynamic added = context.addFilter("filter" + System.identityHashCode(filter), filter);
        added.setAsyncSupported(true);
        added.addMappingForUrlPatterns(dispatches, true, "/*");
    }

    private static void add(ServletContext context, String path, Action action) {
        ServletRegistration.Dynamic added = context.addServlet(path, new Acting(action));
        added.setAsyncSupported(true);
        added.addMapping(path);
    }

    @SuppressWarnings("serial")
    private static final class Acting extends HttpServlet {
        private final transient Action action;

        Acting(Action action) {
            this.action = action;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                action.answer(request, response);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
