package io.fragmentcache;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.engine.Body;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Version;
import io.fragmentcache.key.Versions;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a hit is made of: the key, the read of the store, and the look-up around both. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class HitPartsBenchmark {
    private static final Lifetime LIFETIME = Lifetime.of("1h");

    private final CaffeineStore store = CaffeineStore.ofMegabytes(16);
    private final FragmentCache cache = FragmentCache.over(store).build();
    private final KeyPrefix prefix =
            KeyPrefix.of("shop", new Locator("shop/list", "card"), new byte[32], Locale.ENGLISH);
    private final StoredText model = new StoredText(1_042, 3);
    private final Fragment fragment = fragment();

    @Setup
    public void fill() {
        Engine engine = cache.engine();
        engine.render(engine.lookup(fragment, Lookup.Place.NOWHERE), doll -> new Body.Text("text"));
    }

    @TearDown
    public void close() {
        cache.close();
    }

    private Fragment fragment() {
        KeyBuilder builder = builder();
        return new Fragment(
                new Locator("shop/list", "card"), builder.key(), builder.version(), LIFETIME, Set.of(), builder::tags);
    }

    private KeyBuilder builder() {
        return new KeyBuilder(Versions.none(), prefix).add(model);
    }

    @Benchmark
    public Key key() {
        return builder().key();
    }

    @Benchmark
    public Version version() {
        return builder().version();
    }

    @Benchmark
    public Entry read() {
        return Objects.requireNonNull(store.read(fragment.key()));
    }

    @Benchmark
    public Lookup lookup() {
        return cache.engine().lookup(fragment, Lookup.Place.NOWHERE);
    }

    @Benchmark
    public Lookup keyAndLookup() {
        return cache.engine().lookup(fragment(), Lookup.Place.NOWHERE);
    }
}
