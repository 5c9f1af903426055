package com.example.shop;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Category;
import com.example.shop.catalog.Database;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Seed;
import com.example.shop.catalog.Supplier;
import com.example.shop.web.Server;
import com.example.shop.web.Site;
import com.example.shop.web.Templates;
import com.example.shop.web.Variables;
import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.edge.EdgePurge;
import io.fragmentcache.edge.VarnishEdge;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.inspect.FragmentInspector;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.servlet.EdgeTags;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.servlet.FragmentCacheFilterBuilder;
import io.fragmentcache.servlet.HoleServlet;
import io.fragmentcache.thymeleaf.CacheDialect;
import io.fragmentcache.thymeleaf.WarmUp;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.thymeleaf.TemplateEngine;

/** A shop for tea and kitchen goods, open until it is closed. */
public final class Shop implements AutoCloseable {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);
    private static final EdgeTags TAGS = EdgeTags.xkey();
    private static final String HOLES = "/fragments/hole";

    private final Server server;
    private final Warming warming;
    private final FragmentInspector inspector;
    private final Deque<Runnable> open;

    /**
     * @param warming null if it is not configured
     * @param inspector null if it is not configured
     * @param open what closes it, in this order
     */
    private Shop(Server server, Warming warming, FragmentInspector inspector, Deque<Runnable> open) {
        this.server = server;
        this.warming = warming;
        this.inspector = inspector;
        this.open = open;
    }

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        try {
            Shop shop = open(Settings.from(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(shop::close));
            System.out.println("Demo: " + shop.url());
            shop.inspector().ifPresent(address -> System.out.println("Inspector, for one browser: " + address));
            shop.server.await();
        } catch (IllegalArgumentException | IllegalStateException | Problem e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static Shop open(Settings settings) {
        return open(settings, () -> sleep(settings.latency()), cache -> cache.strict(settings.dev()));
    }

    /**
     * @param journey what the supplier makes for each call
     * @param seams what tests own of the cache
     */
    static Shop open(Settings settings, Runnable journey, UnaryOperator<FragmentCacheBuilder> seams) {
        Deque<Runnable> open = new ArrayDeque<>();
        try {
            return furnish(settings, journey, seams, open);
        } catch (RuntimeException e) {
            closeAll(open);
            throw e;
        }
    }

    private static Shop furnish(
            Settings settings, Runnable journey, UnaryOperator<FragmentCacheBuilder> seams, Deque<Runnable> open) {
        Database database = Database.open(settings.database());
        open.push(database::close);
        Seed.sow(database);
        Catalog catalog = new Catalog(database, Clock.systemUTC());
        Supplier supplier = new Supplier(database, journey);
        FragmentCache cache = seams.apply(cache(settings, new Variables(catalog, supplier))).build();
        open.push(cache::close);
        CacheDialect dialect = new CacheDialect(cache);
        boolean atEdge = !settings.edge().isEmpty();
        TemplateEngine engine = Templates.engine(dialect, settings.dev(), atEdge);
        Consumer<Product> saved = settings.onSave() == OnSave.NOTHING ? product -> {} : cache::touch;
        FragmentCacheFilterBuilder filter =
                FragmentCacheFilter.over(cache)
                        .serverTiming(settings.dev() || settings.inspect())
                        .bypass(request -> settings.store().equals(Storage.NONE));
        FragmentCacheFilter fragments = (atEdge ? keptAtTheEdge(filter) : filter).build();
        if (atEdge) {
            EdgePurge purge = EdgePurge.over(cache, TAGS)
                    .to(VarnishEdge.at(URI.create(settings.edge())))
                    .open();
            open.push(purge::close);
        }
        FragmentInspector inspector = settings.inspect() ? FragmentInspector.development(cache) : null;
        Consumer<ServletContext> tools = context -> {
            if (inspector != null) {
                inspector.mount(context);
                context.setAttribute("inspected", true);
            }
            if (atEdge) {
                context.addServlet("holes", new HoleServlet(dialect.apartHoles(engine))).addMapping(HOLES);
                context.setAttribute("edge", true);
            }
        };
        Site site = new Site(catalog, supplier, fragments, saved, tools, context -> new Templates(context, engine));
        Server server = new Server(site, settings.port());
        open.push(server::close);
        if (settings.warm() == Warm.NOTHING) {
            return new Shop(server, null, inspector, open);
        }
        Warming warming = Warming.start(settings.warm() == Warm.HOTTEST
                ? dialect.warmUp(engine).hottest()
                : cards(dialect.warmUp(engine), catalog));
        open.push(warming::close);
        return new Shop(server, warming, inspector, open);
    }

    /** Pages of products are the same for all, and what is one visitor's in them is fetched apart. */
    private static FragmentCacheFilterBuilder keptAtTheEdge(FragmentCacheFilterBuilder filter) {
        return filter.apartHoles(HOLES)
                .maxAge(Duration.ofHours(1))
                .staleWhileRevalidate(Duration.ofMinutes(10))
                .edgeTags(TAGS);
    }

    private static WarmUp cards(WarmUp warmUp, Catalog catalog) {
        for (Category category : catalog.categories()) {
            List<Integer> products =
                    catalog.products(category).stream().map(Product::id).toList();
            LANGUAGES.forEach(language -> warmUp.add("category :: card", language, products));
        }
        return warmUp;
    }

    private static FragmentCacheBuilder cache(Settings settings, Variables variables) {
        FragmentCacheBuilder cache = FragmentCache.over(Storage.open(settings.store()))
                .lifetime(Lifetime.of(settings.fresh()).stale("1h").jitter(0.2))
                .namespace("shop");
        return settings.onSave() != OnSave.REGENERATE
                ? cache
                : cache.source("category :: card", variables::card)
                        .source("home :: card", variables::card)
                        .source("product :: main", variables::page);
    }

    private static void sleep(Duration latency) {
        try {
            Thread.sleep(latency.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The supplier was asked by a thread that was told to stop.", e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    /** Where the inspector opens for the browser that asks first. */
    public Optional<String> inspector() {
        return Optional.ofNullable(inspector)
                .map(mounted -> url() + mounted.address().substring(1));
    }

    /** Returns when it is warm, and tells what was rendered. */
    String awaitWarmth() {
        warming.await();
        return warming.progress();
    }

    @Override
    public void close() {
        closeAll(open);
    }

    private static void closeAll(Deque<Runnable> open) {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}
