package com.example.shop;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Database;
import com.example.shop.catalog.Seed;
import com.example.shop.catalog.Supplier;
import com.example.shop.web.Server;
import com.example.shop.web.Site;
import java.time.Clock;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A shop for tea and kitchen goods, open until it is closed. */
public final class Shop implements AutoCloseable {

    private final Database database;
    private final Server server;

    private Shop(Database database, Server server) {
        this.database = database;
        this.server = server;
    }

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        try {
            Shop shop = open(Settings.from(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(shop::close));
            System.out.println("Demo: " + shop.url());
            shop.server.await();
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    public static Shop open(Settings settings) {
        Database database = Database.open(settings.database());
        Seed.sow(database);
        Catalog catalog = new Catalog(database, Clock.systemUTC());
        Supplier supplier = new Supplier(database, () -> sleep(settings.latency()));
        Server server = new Server(new Site(catalog, supplier, settings.dev()), settings.port());
        return new Shop(database, server);
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
        database.close();
    }
}
