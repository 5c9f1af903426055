package io.fragmentcache;

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

/** The same page through an encoder of UTF-8, as it reaches a browser. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class StorefrontUtf8Benchmark {
    @Param
    private Names names = Names.PLAIN;

    private final PageBuffer out = PageBuffer.ofUtf8();
    private final StorefrontPage page = new StorefrontPage();
    private final StorefrontCached cached = new StorefrontCached("cached");
    private final StorefrontByHand byHand = new StorefrontByHand();
    private StorefrontCategory category = new StorefrontCategory(false);

    /** How products are called. */
    public enum Names {
        PLAIN,
        ACCENTED
    }

    static StorefrontUtf8Benchmark of(Names names) {
        StorefrontUtf8Benchmark pages = new StorefrontUtf8Benchmark();
        pages.names = names;
        pages.name();
        return pages;
    }

    @Setup
    public void name() {
        category = new StorefrontCategory(names == Names.ACCENTED);
    }

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
    public int hit() {
        cached.page(category, out);
        return out.size();
    }

    @Benchmark
    public int hitByHand() {
        byHand.page(category, out);
        return out.size();
    }
}
