package io.fragmentcache.internal.digest;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a check of the digests takes: 1000 templates with 5000 fragments, each scanned once, by a JVM just started. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 2)
@NullUnmarked // JMH fills the fields.
public class ScanBenchmark {
    private Digests digests;

    @Setup(Level.Iteration)
    public void setUp() {
        digests = ManyTemplates.site().digests();
    }

    @Benchmark
    public int all() {
        int fragments = 0;
        for (String template : digests.templates()) {
            for (var fragment : digests.fragmentsIn(template)) {
                fragments += digests.of(fragment, null).digest().toString().length() > 0 ? 1 : 0;
            }
        }
        return fragments;
    }
}
