package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.Seams;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.redis.RedisStore;
import io.fragmentcache.redis.Server;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Eight nodes over one real Redis, each with memory in front of it, whose key expired; a render takes 200 ms. */
class EightNodesTest {
    private static final int NODES = 8;
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration COST = Duration.ofMillis(200);

    private final HandClock clock = new HandClock();
    private final AtomicInteger renders = new AtomicInteger();
    private final List<RedisStore> stores = new ArrayList<>();
    private final List<EngineStage> nodes = new ArrayList<>();
    private volatile Runnable duringPause = () -> {};
    private Server server;

    @BeforeEach
    void startServer() throws IOException {
        server = new Server();
    }

    @AfterEach
    void stopServer() throws IOException {
        stores.forEach(RedisStore::close);
        server.close();
    }

    @Test
    void withLeasesOneOfEightRendersAndAllShowIt() {
        startNodes(true);
        CountDownLatch sevenWait = new CountDownLatch(NODES - 1);
        CountDownLatch shown = new CountDownLatch(1);
        duringPause = () -> {
            sevenWait.countDown();
            EngineStage.await(shown);
        };
        AtomicInteger next = new AtomicInteger();
        List<Object> texts = Crowd.of(NODES, () -> {
            String text = nodes.get(next.getAndIncrement()).text("k", rendered("new", sevenWait));
            shown.countDown();
            return text;
        });
        assertThat(texts).hasSize(NODES).containsOnly("new");
        assertThat(renders).hasValue(1);
    }

    @Test
    void withoutLeasesAllEightRender() {
        startNodes(false);
        CountDownLatch allRender = new CountDownLatch(NODES);
        AtomicInteger next = new AtomicInteger();
        List<Object> texts = Crowd.of(NODES, () -> {
            EngineStage node = nodes.get(next.getAndIncrement());
            return node.text("k", () -> {
                allRender.countDown();
                return rendered("new", allRender).get();
            });
        });
        assertThat(texts).hasSize(NODES).containsOnly("new");
        assertThat(renders).hasValue(NODES);
    }

    @Test
    void aNodeThatDiesWithTheLeaseKeepsTheOthersNoLongerThanTheLeaseLasts() {
        startNodes(true);
        Key key = EngineStage.key("k");
        assertThat(stores.get(0).lease(key, Duration.ofMinutes(10))).isPresent();
        stores.get(0).close();
        List<String> leases = server.cli().keys("fragments:1:*:lease");
        assertThat(leases).hasSize(1);
        // The others ask again after each pause; in the first one its time is up.
        duringPause = () -> server.cli().del(leases.get(0));
        assertThat(nodes.get(1).text("k", rendered("new", new CountDownLatch(0))))
                .isEqualTo("new");
        assertThat(nodes.get(2).text("k", rendered("newer", new CountDownLatch(0))))
                .isEqualTo("new");
        assertThat(renders).hasValue(1);
    }

    @Test
    void aNodeThatWakesAfterItsLeaseEndedReplacesNothing() {
        startNodes(true);
        nodes.get(0).text("k", () -> {
            List<String> leases = server.cli().keys("fragments:1:*:lease");
            assertThat(leases).hasSize(1);
            server.cli().del(leases.get(0));
            // A clock moved by hand tells Redis nothing; a touch of each puts their births in order.
            nodes.get(0).cache.expire(Tag.of("first"));
            nodes.get(1).cache.expire(Tag.of("second"));
            assertThat(nodes.get(1).text("k", rendered("of the next one", new CountDownLatch(0))))
                    .isEqualTo("of the next one");
            return "of the late one";
        });
        assertThat(renders).hasValue(1);
        for (EngineStage node : nodes.subList(1, NODES)) {
            assertThat(node.text("k", rendered("another", new CountDownLatch(0))))
                    .isEqualTo("of the next one");
        }
        assertThat(renders).hasValue(1);
    }

    /** All nodes hold the key, know what a render costs, and are asked again when it has expired. */
    private void startNodes(boolean leases) {
        for (int i = 0; i < NODES; i++) {
            RedisStore far = RedisStore.at(server.uri()).readTimeout(PATIENT).writeTimeout(PATIENT);
            stores.add(far);
            Store tiers = CaffeineStore.ofMegabytes(1).inFrontOf(leases ? far : new WithoutLeases(far));
            EngineStage node =
                    new EngineStage(tiers, clock, builder -> Seams.pause(builder, duration -> duringPause.run()));
            nodes.add(node);
            assertThat(node.text("warm " + i, () -> dear("warm"))).isEqualTo("warm");
            assertThat(node.text("k", () -> dear("old"))).isEqualTo("old");
        }
        clock.move(Duration.ofMinutes(21));
    }

    private String dear(String text) {
        clock.move(COST);
        return text;
    }

    private Supplier<String> rendered(String text, CountDownLatch first) {
        return () -> {
            EngineStage.await(first);
            renders.incrementAndGet();
            return text;
        };
    }

    /** Lets everyone render. */
    private record WithoutLeases(Store store) implements Store {
        @Override
        public Optional<Lease> lease(Key key, Duration duration) {
            return Optional.of(Lease.FREE);
        }

        @Override
        public @Nullable Entry read(Key key) {
            return store.read(key);
        }

        @Override
        public Written write(Entry entry) {
            return store.write(entry);
        }

        @Override
        public void remove(Key key) {
            store.remove(key);
        }

        @Override
        public Stamps stamps(InstantSource source) {
            return store.stamps(source);
        }

        @Override
        public long size() {
            return store.size();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
