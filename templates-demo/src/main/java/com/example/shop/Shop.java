package com.example.shop;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Database;
import com.example.shop.catalog.Seed;
import com.example.shop.catalog.Supplier;
import com.example.shop.web.Server;
import com.example.shop.web.Site;
import com.example.shop.web.Templates;
import io.fragmentcache.FragmentCache;
import io.fragmentcache.Lifetime;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.time.Clock;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A shop for tea and kitchen goods, open until it is closed. */
public final class Shop implements AutoCloseable {

    private final Database database;
    private final FragmentCache cache;
    private final Server server;

    private Shop(Database database, FragmentCache cache, Server server) {
        this.database = database;
        this.cache = cache;
        this.server = server;
    }

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        try {
            Shop shop = open(Settings.from(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(shop::close));
            System.out.println("Demo: " + shop.url());
            shop.server.await();
        } catch (IllegalArgumentException | IllegalStateException | Problem e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    public static Shop open(Settings settings) {
        return open(settings, settings.dev(), () -> sleep(settings.latency()));
    }

    /**
     * @param strict whether a fragment that shows what is one visitor's alone is an error
     * @param journey what the supplier makes for each call
     */
    static Shop open(Settings settings, boolean strict, Runnable journey) {
        FragmentCache cache = cache(settings, strict);
        Database database = Database.open(settings.database());
        Seed.sow(database);
        Catalog catalog = new Catalog(database, Clock.systemUTC());
        Supplier supplier = new Supplier(database, journey);
        Site site = new Site(
                catalog, supplier, cache, context -> new Templates(context, new CacheDialect(cache), settings.dev()));
        try {
            return new Shop(database, cache, new Server(site, settings.port()));
        } catch (IllegalStateException e) {
            cache.close();
            database.close();
            throw e;
        }
    }

    private static FragmentCache cache(Settings settings, boolean strict) {
        return FragmentCache.over(CaffeineStore.ofMegabytes(64))
                .lifetime(Lifetime.of(settings.fresh()).stale("1h").jitter(0.2))
                .namespace("shop")
                .strict(strict)
                .build();
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

    @Override
    public void close() {
        server.close();
        cache.close();
        database.close();
    }
}
