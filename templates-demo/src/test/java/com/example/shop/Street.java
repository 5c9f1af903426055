package com.example.shop;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where the shop under test stands: open for one test class, with a database of its own. */
final class Street implements BeforeAllCallback, AfterAllCallback {

    private Shop shop;

    @Override
    public void beforeAll(ExtensionContext context) {
        shop = Shop.open(new Settings(0, Duration.ZERO, "memory", freshDatabase(), false));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        shop.close();
    }

    Visitor visitor(String languages) {
        return new Visitor(shop.url(), languages);
    }

    static String freshDatabase() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }
}
