package io.fragmentcache.inspect;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Server;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import io.fragmentcache.thymeleaf.CacheDialect;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.web.servlet.IServletWebExchange;

/** An application on a real server with an inspector in it, whose time the test owns. Its pages are its templates. */
final class House implements AutoCloseable {
    static final String PAGE = """
            <!DOCTYPE html>
            <html><head><title>A shelf</title></head><body>
            <ul cache:fragment="list" cache:key="${shelf}"><li th:each="p : ${products}" cache:fragment="card" cache:key="${p}"><b th:text="${p}">x</b>\
            <i cache:hole="p=${p}" th:text="|hole ${p}|">h</i></li></ul>
            </body></html>
            """;

    final HandClock clock = new HandClock();
    final Store store = CaffeineStore.ofMegabytes(8);
    final FragmentCache cache = FragmentCache.over(store)
            .lifetime(Lifetime.of("5m").stale("1h").jitter(0))
            .clock(clock)
            .executor(Runnable::run)
            .strict(true)
            .build();
    final Map<String, @Nullable Object> variables =
            new HashMap<>(Map.of("shelf", "tea", "products", List.of("a", "b")));
    private final MapTemplates templates = new MapTemplates().put("page", PAGE);
    private final TemplateEngine engine = new TemplateEngine();
    final Server server;

    private final FragmentInspector inspector;

    House(UnaryOperator<FragmentInspector> configure) {
        this(cache -> configure.apply(FragmentInspector.over(cache)), null);
    }

    private House(
            Function<FragmentCache, FragmentInspector> configure, @Nullable Function<FragmentCache, Filter> around) {
        this(configure, around, false);
    }

    private House(
            Function<FragmentCache, FragmentInspector> configure,
            @Nullable Function<FragmentCache, Filter> around,
            boolean filtered) {
        inspector = configure.apply(cache);
        engine.setTemplateResolver(templates);
        engine.addDialect(new CacheDialect(cache));
        server = Server.start(context -> {
                    if (around != null) {
                        context.addFilter("around", around.apply(cache))
                                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
                    }
                    inspector.mount(context);
                    if (filtered) {
                        context.addFilter("fragments", new FragmentCacheFilter(cache))
                                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
                    }
                })
                .serve(this::answer);
    }

    /** As an application mounts it, before the filter of the cache. */
    static House withTheFilter() {
        return new House(cache -> FragmentInspector.over(cache).allow(Access.LOOPBACK_ONLY), null, true);
    }

    /** Mounted in the wrong order. */
    static House behindTheFilter() {
        return new House(cache -> FragmentInspector.over(cache).allow(Access.LOOPBACK_ONLY), FragmentCacheFilter::new);
    }

    /** Behind a filter of the application. */
    static House behind(Filter around) {
        return new House(cache -> FragmentInspector.over(cache).allow(Access.LOOPBACK_ONLY), cache -> around);
    }

    /** For developers who can read the log. */
    static House inDevelopment() {
        return new House(FragmentInspector::development, null);
    }

    /** For developers who can read the log, behind a filter of the application. */
    static House inDevelopmentBehind(Filter around) {
        return new House(FragmentInspector::development, cache -> around);
    }

    FragmentInspector inspector() {
        return inspector;
    }

    /** For this machine only. */
    static House open() {
        return new House(inspector -> inspector.allow(Access.LOOPBACK_ONLY));
    }

    House template(String name, String source) {
        templates.put(name, source);
        engine.clearTemplateCache();
        return this;
    }

    House wait(String duration) {
        clock.move(Lifetime.of(duration).fresh());
        return this;
    }

    House wait(Duration duration) {
        clock.move(duration);
        return this;
    }

    /** Somebody with a browser. */
    Surfer surfer() {
        return new Surfer(server.url());
    }

    void answer(IServletWebExchange exchange, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        String name =
                request.getPathInfo() == null ? "page" : request.getPathInfo().substring(1);
        engine.process(name, new WebContext(exchange, Locale.ENGLISH, variables), response.getWriter());
    }

    String render(String name, IServletWebExchange exchange) {
        return engine.process(name, new WebContext(exchange, Locale.ENGLISH, variables));
    }

    @Override
    public void close() {
        server.close();
        cache.close();
    }
}
