package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

class StorageTest {

    private static final String A_HIT = "fragments; hit; ttl=\\d+; detail=\"hit=1 stale=0 miss=0 bypass=0\"";

    private final String database = Street.freshDatabase();

    @Test
    void aShopThatOpensAgainOnItsDirectoryAnswersItsFirstPageWithAHit(@TempDir Path directory) {
        String store = "disk:" + directory;
        try (Shop evening = open(store);
                Visitor visitor = new Visitor(evening.url(), "en")) {
            assertThat(visitor.open("/categories/1").cacheStatus()).startsWith("fragments; fwd=miss");
        }
        try (Shop morning = open(store);
                Visitor visitor = new Visitor(morning.url(), "en")) {
            assertThat(visitor.open("/categories/1").cacheStatus()).matches(A_HIT);
            assertThat(visitor.reads(".card:eq(0) h3")).isEqualTo("Assam Mangalam");
        }
    }

    @Test
    void aShopThatOpensAgainKnowsWhatWasAskedForMost(@TempDir Path directory) {
        String store = "disk:" + directory;
        try (Shop evening = open(store);
                Visitor visitor = new Visitor(evening.url(), "en")) {
            visitor.open("/products/7");
            visitor.open("/products/9");
        }
        try (Shop morning = open(store, "hottest")) {
            assertThat(morning.awaitWarmth()).isEqualTo("2 fragments, 0 of them failed, 0 are left.");
        }
    }

    @Test
    void aSecondShopOnOneDirectoryIsToldAndLeavesNothingOpen(@TempDir Path directory) {
        String store = "disk:" + directory;
        try (Shop first = open(store)) {
            assertThatThrownBy(() -> open(store)).hasMessageContaining("is in use by another EhcacheStore");
            assertThat(first.url()).startsWith("http://127.0.0.1:");
        }
    }

    @Test
    void twoShopsOnOneRedisShareTheirPagesAndTheirTouches() throws IOException {
        int port = freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("daemonize no")
                .build();
        redis.start();
        try (Shop east = open("redis://127.0.0.1:" + port);
                Shop west = open("redis://127.0.0.1:" + port);
                Visitor owner = new Visitor(east.url(), "en");
                Visitor customer = new Visitor(west.url(), "en")) {
            // On a busy machine Redis may answer late, and late is a miss: one of many shelves is enough.
            assertThat(IntStream.rangeClosed(2, 8).mapToObj(shelf -> "/categories/" + shelf))
                    .anyMatch(shelf -> {
                        owner.open(shelf);
                        return customer.open(shelf).cacheStatus().matches(A_HIT);
                    });

            owner.open("/categories/1");
            customer.open("/categories/1");
            owner.open("/admin/products/1")
                    .type("nameEn", "Assam of both shops")
                    .press("Save");
            // Within a millisecond, mostly; the test's own limit is the deadline.
            while (!customer.open("/categories/1").reads(".card:eq(0) h3").equals("Assam of both shops")) {
                Thread.onSpinWait();
            }
            assertThat(owner.open("/categories/1").reads(".card:eq(0) h3")).isEqualTo("Assam of both shops");
        } finally {
            redis.stop();
        }
    }

    @Test
    void withoutAStoreEachPageBypassesTheCache() {
        try (Shop shop = open("none");
                Visitor visitor = new Visitor(shop.url(), "en")) {
            visitor.open("/categories/1");
            assertThat(visitor.open("/categories/1").cacheStatus()).contains("fwd=bypass").contains("hit=0");
        }
    }

    private Shop open(String store) {
        return open(store, "nothing");
    }

    private Shop open(String store, String warm) {
        return Shop.open(Street.settings(Map.of("SHOP_STORE", store, "SHOP_DB", database, "SHOP_WARM", warm)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
