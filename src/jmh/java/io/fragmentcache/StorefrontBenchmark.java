package io.fragmentcache;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The page <i>storefront</i>: an uncached layout around a category head and fifty cards of 1.1 KB. The letters are those of
 * docs/benchmarks.md. Times are sampled, since their median is not moved by what else the machine does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class StorefrontBenchmark {
    private final PageBuffer out = PageBuffer.ofCharacters();
    private final StorefrontCategory category = new StorefrontCategory(true);
    private final StorefrontPage page = new StorefrontPage();
    private final StorefrontCached cached = new StorefrontCached();
    private final StorefrontByHand byHand = new StorefrontByHand();
    private final StorefrontJte jte = new StorefrontJte();

    @TearDown
    public void close() {
        cached.close();
    }

    @Benchmark
    public int layout() {
        page.layout(category, out);
        return out.size();
    }

    @Benchmark
    public int uncached() {
        page.plain(category, out);
        return out.size();
    }

    @Benchmark
    public int uncachedByJte() {
        jte.page(category, out);
        return out.size();
    }

    @Benchmark
    public int hit() {
        cached.page(category, out);
        return out.size();
    }

    @Benchmark
    public int hitByHand() {
        byHand.page(category, out);
        return out.size();
    }

    @Benchmark
    public int oneChanged() {
        cached.touch(category.changeOne());
        cached.page(category, out);
        return out.size();
    }

    @Benchmark
    public int oneChangedByHand() {
        category.changeOne();
        byHand.page(category, out);
        return out.size();
    }

    @Benchmark
    public int allChanged() {
        category.changeAll();
        cached.page(category, out);
        return out.size();
    }

    @Benchmark
    public int allChangedByHand() {
        category.changeAll();
        byHand.page(category, out);
        return out.size();
    }
}
