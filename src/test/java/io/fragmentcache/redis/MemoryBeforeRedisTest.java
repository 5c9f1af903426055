package io.fragmentcache.redis;

import io.fragmentcache.contract.StoreContract;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.Store.Written;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class MemoryBeforeRedisTest extends StoreContract {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private static Server server;

    /** Of another process. */
    private @Nullable Store far;

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
        far = far();
        return CaffeineStore.ofMegabytes(10).inFrontOf(far());
    }

    private static Store far() {
        return RedisStore.at(server.uri()).readTimeout(PATIENT).writeTimeout(PATIENT);
    }

    @Override
    protected Written writeElsewhere(Entry entry) {
        return Objects.requireNonNull(far).write(entry);
    }

    @AfterEach
    void closeFar() {
        Objects.requireNonNull(far).close();
    }
}
