package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.memory.Signer;
import io.fragmentcache.internal.memory.Timeouts;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Versioned;
import io.fragmentcache.key.Versions;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Batches, rows that were read ahead, and leases, step by step in orders that a seed gives. The model checker of Lincheck
 * cannot follow what lies below them. More orders by {@code -Dfragmentcache.interleavings=100000}.
 */
@Timeout(600)
class InterleavingsTest {
    private static final int SCHEDULES = Integer.getInteger("fragmentcache.interleavings", 150);
    private static final Lifetime LIFETIME = Lifetime.of("1h").jitter(0);
    private static final int PRODUCTS = 2;

    private record Product(int number) implements Versioned {
        @Override
        public Object cacheId() {
            return number;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    /** One cache, and the data that its pages show. */
    private static final class World {
        private final Interleaved steps = new Interleaved();
        private final int[] data = new int[PRODUCTS];

        /** What was changed and touched. */
        private final int[] told = new int[PRODUCTS];

        private final FragmentCache cache = FragmentCache.over(steps.store())
                .executor(Runnable::run)
                .joinTimeout(Duration.ofNanos(1))
                .build();

        /** A loop over all products, read ahead, and stored in one go. */
        void showsAll() {
            int[] before = told.clone();
            List<Entry> rows = new ArrayList<>();
            Engine engine = cache.engine();
            List<Fragment> fragments = List.of(row(0), row(1));
            Batch batch = engine.batch();
            try (batch) {
                Map<Key, Entry> found = engine.readAll(
                        List.of(fragments.get(0).key(), fragments.get(1).key()));
                for (Fragment fragment : fragments) {
                    Entry entry = found.get(fragment.key());
                    rows.add(shown(engine, engine.lookup(fragment, Lookup.Place.NOWHERE, entry), batch));
                }
            }
            for (int i = 0; i < PRODUCTS; i++) {
                isOfNow(i, before, batch.kept(rows.get(i)).text());
            }
        }

        private Entry shown(Engine engine, Lookup lookup, Batch batch) {
            int product = lookup.fragment().key().equals(row(0).key()) ? 0 : 1;
            return switch (lookup.outcome()) {
                case MISS -> engine.render(lookup, doll -> new Body.Text(read(product)), batch);
                default -> lookup.shown();
            };
        }

        private String read(int product) {
            steps.point();
            String text = Integer.toString(data[product]);
            steps.point();
            return text;
        }

        void shows(int product) {
            int[] before = told.clone();
            isOfNow(product, before, cache.text("page", new Product(product), LIFETIME, () -> read(product)));
        }

        private void isOfNow(int product, int[] before, String text) {
            assertThat(Integer.parseInt(text)).isBetween(before[product], data[product]);
        }

        void changes(int product) {
            int now = ++data[product];
            steps.point();
            cache.touch(new Product(product));
            told[product] = Math.max(told[product], now);
            steps.point();
        }

        private Fragment row(int product) {
            KeyBuilder key = new KeyBuilder(Versions.none(), KeyPrefix.of("", "row")).add(new Product(product));
            return new Fragment(new Locator("text", "row"), key.key(), key.version(), LIFETIME, Set.of(), key::tags);
        }
    }

    @Test
    void noRowOfALoopIsOlderThanATouchThatCameBeforeTheLoop() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            World world = new World();
            world.steps.run(
                    seed,
                    List.of(
                            () -> {
                                world.showsAll();
                                world.showsAll();
                            },
                            () -> {
                                world.changes(0);
                                world.showsAll();
                            },
                            () -> {
                                world.shows(0);
                                world.changes(1);
                                world.changes(0);
                            }));
            world.showsAll();
            world.shows(0);
            assertThat(world.cache.engine().inspection().rendersInFlight())
                    .as("seed %s", seed)
                    .isZero();
            world.cache.close();
        }
    }

    /** A row fails, and neither its flight nor the rows before it are left behind. */
    @Test
    void aRowThatFailsLeavesNothingUnderWay() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            World world = new World();
            world.steps.run(
                    seed,
                    List.of(
                            () -> mayFail(world::showsAll),
                            () -> mayFail(() -> failing(world)),
                            () -> world.changes(0),
                            () -> mayFail(world::showsAll)));
            mayFail(world::showsAll);
            assertThat(world.cache.engine().inspection().rendersInFlight())
                    .as("seed %s", seed)
                    .isZero();
            world.cache.close();
        }
    }

    private static void failing(World world) {
        Engine engine = world.cache.engine();
        try (Batch batch = engine.batch()) {
            Lookup first = engine.lookup(world.row(0), Lookup.Place.NOWHERE);
            world.shown(engine, first, batch);
            Lookup second = engine.lookup(world.row(1), Lookup.Place.NOWHERE);
            engine.render(
                    second,
                    doll -> {
                        world.steps.point();
                        throw new IllegalStateException("down");
                    },
                    batch);
        }
    }

    /** A failure is shared with those who would have shared the row. */
    private static void mayFail(Runnable job) {
        try {
            job.run();
        } catch (IllegalStateException down) {
            assertThat(down).hasMessage("down");
        }
    }

    @Test
    void noTwoNodesHoldOneLeaseAndEachIsGivenBack() {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            Interleaved steps = new Interleaved();
            Store far = steps.store();
            int[] inside = new int[PRODUCTS];
            List<Runnable> jobs = new ArrayList<>();
            for (int node = 0; node < 3; node++) {
                Leases leases = node(far, steps);
                jobs.add(() -> {
                    for (int key = 0; key < PRODUCTS; key++) {
                        Fragment fragment = EngineStage.fragment(key, LIFETIME);
                        int held = key;
                        if (leases.await(fragment, () -> null, Duration.ofSeconds(1))
                                instanceof Leases.Turn.Mine mine) {
                            assertThat(++inside[held]).isEqualTo(1);
                            steps.point();
                            inside[held]--;
                            mine.lease().close();
                        }
                        Optional<Lease> asked = leases.ask(fragment);
                        asked.ifPresent(lease -> {
                            assertThat(++inside[held]).isEqualTo(1);
                            steps.point();
                            inside[held]--;
                            lease.close();
                        });
                    }
                });
            }
            steps.run(seed, jobs);
            assertThat(far.size())
                    .as("leases that nobody gave back, seed %s", seed)
                    .isZero();
        }
    }

    private static Leases node(Store far, Interleaved steps) {
        Seams seams = new Seams(
                InstantSource.system(),
                Runnable::run,
                1,
                null,
                Listener.NONE,
                Timeouts.USUAL.withPause(duration -> steps.point()),
                Duration.ZERO,
                Signer.random(),
                List.of());
        return new Leases(EngineContext.of(CaffeineStore.ofMegabytes(1).inFrontOf(far), seams));
    }
}
