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
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The whole engine, as visitors see it: what threads are shown could have come from one thread that looks up, changes and
 * touches one after the other. Checked by Lincheck; longer by {@code -Dfragmentcache.lincheck=200}.
 */
class PagesLinearizabilityTest {
    private static final int ITERATIONS = Integer.getInteger("fragmentcache.lincheck", 1);
    private static final int INVOCATIONS = Integer.getInteger("fragmentcache.lincheck.invocations", 100);
    private static final Lifetime LIFETIME = Lifetime.of("1h").jitter(0);

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

    /** Flights, stamps, batches and the store together. */
    @Param(name = "product", gen = IntGen.class, conf = "1:2")
    public static class Pages {
        private final AtomicIntegerArray data = new AtomicIntegerArray(3);
        private final FragmentCache cache = FragmentCache.over(CaffeineStore.ofMegabytes(1))
                .executor(Runnable::run)
                .build();

        @Operation
        public int shows(@Param(name = "product") int product) {
            return Integer.parseInt(
                    cache.text("page", new Product(product), LIFETIME, () -> Integer.toString(data.get(product))));
        }

        /** As a row of a loop, after another one. */
        @Operation
        public int showsInALoop(@Param(name = "product") int product) {
            Engine engine = cache.engine();
            Batch batch = engine.batch();
            Entry mine;
            try (batch) {
                Entry other = row(engine, 3 - product, batch);
                assertThat(other.text()).isNotEmpty();
                mine = row(engine, product, batch);
            }
            return Integer.parseInt(batch.kept(mine).text());
        }

        private Entry row(Engine engine, int product, Batch batch) {
            KeyBuilder builder = new KeyBuilder(Versions.none(), KeyPrefix.of("", "row")).add(new Product(product));
            Fragment fragment = new Fragment(
                    new Locator("text", "row"), builder.key(), builder.version(), LIFETIME, Set.of(), builder::tags);
            Lookup lookup = engine.lookup(fragment, Lookup.Place.NOWHERE);
            return lookup.outcome() == Outcome.MISS
                    ? engine.render(lookup, doll -> new Body.Text(Integer.toString(data.get(product))), batch)
                    : lookup.shown();
        }

        @Operation
        public void changes(@Param(name = "product") int product) {
            data.incrementAndGet(product);
            cache.touch(new Product(product));
        }
    }

    /** What visitors are shown: the data. */
    public static class PagesModel {
        private final int[] data = new int[3];

        public int shows(int product) {
            return data[product];
        }

        public int showsInALoop(int product) {
            return data[product];
        }

        public void changes(int product) {
            data[product]++;
        }
    }

    /** A far store that grants leases. */
    private static final class Leasing implements Store {
        private final Store memory = CaffeineStore.ofMegabytes(1);
        private final Map<Key, Lease> leases = new ConcurrentHashMap<>();

        @Override
        public Optional<Lease> lease(Key key, Duration duration) {
            Lease mine = () -> leases.remove(key);
            return leases.putIfAbsent(key, mine) == null ? Optional.of(mine) : Optional.empty();
        }

        @Override
        public @Nullable Entry read(Key key) {
            return memory.read(key);
        }

        @Override
        public Written write(Entry entry) {
            return memory.write(entry);
        }

        @Override
        public void remove(Key key) {
            memory.remove(key);
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            return memory.stamps(clock);
        }

        @Override
        public long size() {
            return memory.size();
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    /** Two nodes over one far store: of those who wait for a lease no two hold it. */
    @Param(name = "node", gen = IntGen.class, conf = "0:1")
    @Param(name = "key", gen = IntGen.class, conf = "1:2")
    public static class Nodes {
        private final Store far = new Leasing();
        private final List<Leases> nodes = List.of(node(), node());
        private final List<AtomicInteger> inside = List.of(new AtomicInteger(), new AtomicInteger());

        private Leases node() {
            Seams seams = new Seams(
                    InstantSource.system(),
                    Runnable::run,
                    1,
                    null,
                    Listener.NONE,
                    Timeouts.USUAL.withPause(duration -> Thread.onSpinWait()),
                    Duration.ZERO,
                    Signer.random(),
                    List.of());
            return new Leases(EngineContext.of(CaffeineStore.ofMegabytes(1).inFrontOf(far), seams));
        }

        @Operation
        public int mostInside(@Param(name = "node") int node, @Param(name = "key") int key) {
            Leases.Turn turn = nodes.get(node)
                    .await(EngineStage.fragment(key, EngineStage.LIFETIME), () -> null, Duration.ofSeconds(1));
            if (!(turn instanceof Leases.Turn.Mine mine)) {
                return 1;
            }
            AtomicInteger here = inside.get(key - 1);
            int many = here.incrementAndGet();
            here.decrementAndGet();
            mine.lease().close();
            return many;
        }

        @Operation
        public int mostInsideBehindTheReaders(@Param(name = "node") int node, @Param(name = "key") int key) {
            Optional<Lease> lease = nodes.get(node).ask(EngineStage.fragment(key, EngineStage.LIFETIME));
            if (lease.isEmpty()) {
                return 1;
            }
            AtomicInteger here = inside.get(key - 1);
            int many = here.incrementAndGet();
            here.decrementAndGet();
            lease.get().close();
            return many;
        }
    }

    /** What a lease is. */
    public static class NodesModel {
        public int mostInside(int node, int key) {
            return 1;
        }

        public int mostInsideBehindTheReaders(int node, int key) {
            return 1;
        }
    }

    @Test
    void whatThreadsAreShownCouldHaveComeFromOneThread() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(2)
                .sequentialSpecification(PagesModel.class)
                .check(Pages.class);
    }

    /** Takes minutes on a busy machine: it runs where the property asks for it. */
    @Test
    @EnabledIfSystemProperty(named = "fragmentcache.lincheck", matches = "\\d+")
    void noTwoNodesHoldOneLease() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(3)
                .actorsPerThread(2)
                .sequentialSpecification(NodesModel.class)
                .check(Nodes.class);
    }
}
