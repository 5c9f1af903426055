package io.fragmentcache.internal.engine;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.stage.EngineStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the look-up of one variant of a fragment costs, by how many others there are. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@NullUnmarked // JMH fills the fields.
public class VariantsBenchmark {
    @Param({"1", "100000"})
    private int variants;

    private final FragmentCache cache = FragmentCache.inMemory().build();
    private Fragment asked;

    @Setup
    public void fill() {
        Lifetime lifetime = Lifetime.of("1h");
        for (int i = 0; i < variants; i++) {
            Fragment variant = EngineStage.fragment("region " + i, lifetime);
            Lookup lookup = cache.engine().lookup(variant, Lookup.Place.NOWHERE);
            cache.engine().render(lookup, doll -> new Body.Text("text"));
        }
        asked = EngineStage.fragment("region " + variants / 2, lifetime);
    }

    @TearDown
    public void close() {
        cache.close();
    }

    @Benchmark
    public Lookup lookup() {
        return cache.engine().lookup(asked, Lookup.Place.NOWHERE);
    }
}
