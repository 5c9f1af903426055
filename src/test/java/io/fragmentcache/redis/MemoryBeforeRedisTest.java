package io.fragmentcache.redis;

import io.fragmentcache.contract.StoreContract;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MemoryBeforeRedisTest extends StoreContract {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        server = new Server();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    protected Store open() {
        server.cli().flushall();
        return CaffeineStore.ofMegabytes(10)
                .inFrontOf(RedisStore.at(server.uri()).readTimeout(PATIENT).writeTimeout(PATIENT));
    }
}
