package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.store.CaffeineStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pages of two nodes before, during and after each fault. Oracle: what the touches that a node knows of outdated is never
 * shown there, and in the end both show what is. {@link #main} prints the table of docs/redis.md.
 */
class FaultTableTest {
    private static final int KEYS = 20;
    private static final Lifetime LIFETIME = Lifetime.of("10m");

    enum Fault {
        CUT_OFF,
        SILENT,
        SLOW,
        FULL,
        READ_ONLY,
        WIPED,
        RESTARTED_EMPTY,
        RESTARTED_WITH_ITS_DATA;

        private void begin(Server server, Wire wire) throws IOException {
            switch (this) {
                case CUT_OFF -> wire.cut();
                case SILENT -> wire.freeze();
                case SLOW -> wire.delay(Duration.ofSeconds(2));
                case FULL -> server.cli().configSet("maxmemory", "1");
                case READ_ONLY -> server.cli().replicaof("127.0.0.1", 1);
                case WIPED -> server.cli().flushall();
                case RESTARTED_EMPTY -> server.restart(false);
                case RESTARTED_WITH_ITS_DATA -> server.restart(true);
            }
        }

        private void end(Server server, Wire wire) {
            switch (this) {
                case CUT_OFF, SILENT -> wire.mend();
                case SLOW -> {
                    wire.delay(Duration.ZERO);
                    wire.hangUp();
                }
                case FULL -> server.cli().configSet("maxmemory", "0");
                case READ_ONLY -> server.cli().replicaofNoOne();
                default -> {}
            }
        }
    }

    record Row(Fault fault, int pages, int broken, int wrong, boolean settled) {}

    public static void main(String[] args) throws IOException {
        int pages = Integer.parseInt(args[0]);
        System.out.println("| fault | pages | broken | wrong |\n|---|---:|---:|---:|");
        for (Fault fault : Fault.values()) {
            Row row = run(fault, pages, System.nanoTime());
            System.out.printf("| %s | %d | %d | %d |%n", fault, row.pages(), row.broken(), row.wrong());
        }
        System.exit(0);
    }

    @ParameterizedTest
    @EnumSource
    void pagesAreServedAndNoneIsBrokenOrWrong(Fault fault) throws IOException {
        long seed = System.nanoTime();
        Row row = run(fault, 600, seed);
        assertThat(row).as("seed %d", seed).isEqualTo(new Row(fault, row.pages(), 0, 0, true));
        assertThat(row.pages()).isGreaterThan(500);
    }

    private static Row run(Fault fault, int steps, long seed) throws IOException {
        Random random = new Random(seed);
        try (Server server = new Server();
                Wire wire = new Wire(server.port);
                FragmentCache here = cache(wire.uri());
                FragmentCache there = cache(server.uri())) {
            List<FragmentCache> nodes = List.of(here, there);
            int[] known = new int[nodes.size()];
            AtomicInteger data = new AtomicInteger();
            int pages = 0;
            int broken = 0;
            int wrong = 0;
            for (int step = 0; step < steps; step++) {
                if (step == steps / 3) {
                    fault.begin(server, wire);
                } else if (step == steps * 2 / 3) {
                    fault.end(server, wire);
                }
                int node = random.nextInt(nodes.size());
                if (random.nextInt(20) == 0) {
                    int changed = data.incrementAndGet();
                    nodes.get(node).touchEverything();
                    known[node] = changed;
                    continue;
                }
                try {
                    wrong += shown(nodes.get(node), random.nextInt(KEYS), data) < known[node] ? 1 : 0;
                    pages++;
                } catch (RuntimeException e) {
                    broken++;
                }
            }
            boolean settled = Server.eventually(() -> nodes.stream().allMatch(node -> showsTheLatest(node, data)));
            return new Row(fault, pages, broken, wrong, settled);
        }
    }

    private static boolean showsTheLatest(FragmentCache node, AtomicInteger data) {
        for (int key = 0; key < KEYS; key++) {
            if (shown(node, key, data) != data.get()) {
                return false;
            }
        }
        return true;
    }

    /** The state of the data that a page shows. */
    private static int shown(FragmentCache node, int key, AtomicInteger data) {
        return Integer.parseInt(node.text("page", key, LIFETIME, () -> Integer.toString(data.get())));
    }

    private static FragmentCache cache(String uri) {
        return FragmentCache.over(CaffeineStore.ofMegabytes(1).inFrontOf(RedisStore.at(uri)))
                .build();
    }
}
