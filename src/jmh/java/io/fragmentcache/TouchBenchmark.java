package io.fragmentcache;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.CaffeineStore;
import java.util.concurrent.TimeUnit;
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

/** A touch of a tag, by how many entries carry it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class TouchBenchmark {
    private static final long MEGABYTES = 1_500;

    @Param({"1", "1000000"})
    private int entries = 1;

    private final FragmentCache cache =
            FragmentCache.over(CaffeineStore.ofMegabytes(MEGABYTES)).build();
    private final Tag shared = Tag.of("Article");

    @Setup
    public void fill() {
        Lifetime lifetime = Lifetime.of("1h");
        for (int i = 0; i < entries; i++) {
            cache.text("line", new StoredText(i, i), lifetime, () -> "text");
        }
    }

    @TearDown
    public void close() {
        cache.close();
    }

    @Benchmark
    public void touch() {
        cache.touch(shared);
    }
}
