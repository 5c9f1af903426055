package com.example.shop;

import io.fragmentcache.FragmentCacheBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
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
        open(Map.of(), cache -> cache);
    }

    /** With an environment of its own, and a cache whose seams the test holds. */
    void open(Map<String, String> environment, UnaryOperator<FragmentCacheBuilder> seams) {
        shop = Shop.open(settings(environment), journeys::incrementAndGet, cache -> seams.apply(cache.strict(true)));
    }

    /** On any free port, and on a database of its own unless the environment names one. */
    static Settings settings(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of("PORT", "0", "SHOP_DB", freshDatabase(), "SHOP_INSPECT", "false"));
        all.putAll(environment);
        return Settings.from(all);
    }

    String url() {
        return shop.url();
    }

    String awaitWarmth() {
        return shop.awaitWarmth();
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
