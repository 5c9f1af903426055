package io.fragmentcache.servlet;

import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Snapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.openjdk.jmh.annotations.Warmup;

/** What the tags of a page cost that was shown before: gathered over its outermost fragments, and their header. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked // JMH fills the fields.
public class EdgeHeaderBenchmark {
    /** Outermost fragments, and tags of each. */
    @Param({"1x150", "3x50", "30x50"})
    private String page;

    private final EdgeHeader header = new EdgeHeader(EdgeTags.xkey().namespace("shop"));
    private final List<Snapshots> shown = new ArrayList<>();

    @Setup
    public void fill() {
        String[] sizes = page.split("x");
        for (int fragment = 0; fragment < Integer.parseInt(sizes[0]); fragment++) {
            Map<Tag, Long> stamps = new LinkedHashMap<>();
            stamps.put(Tag.EVERYTHING, 0L);
            for (int tag = 1; tag < Integer.parseInt(sizes[1]); tag++) {
                stamps.put(Tag.of("Product", fragment * 1_000 + tag), (long) tag);
            }
            shown.add(Snapshots.of(stamps));
        }
    }

    /** @return the header */
    @Benchmark
    public Object tags() {
        List<Snapshots> gathered = new ArrayList<>();
        for (Snapshots each : shown) {
            gathered.add(each);
        }
        return header.written(List.copyOf(gathered));
    }
}
