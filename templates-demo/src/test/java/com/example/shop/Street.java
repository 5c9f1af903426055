package com.example.shop;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where the shop under test stands: open for one test class, with a database of its own. */
final class Street implements BeforeAllCallback, AfterAllCallback {

    private final AtomicInteger journeys = new AtomicInteger();
    private Shop shop;

    @Override
    public void beforeAll(ExtensionContext context) {
        open();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    void open() {
        Settings settings = new Settings(0, Duration.ZERO, "10m", "memory", freshDatabase(), false);
        shop = Shop.open(settings, true, journeys::incrementAndGet);
    }

    void close() {
        shop.close();
    }

    Visitor visitor(String languages) {
        return new Visitor(shop.url(), languages);
    }

    /** How often the supplier was asked. */
    int journeys() {
        return journeys.get();
    }

    static String freshDatabase() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }
}
