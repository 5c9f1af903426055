package io.fragmentcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
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
    private final StorefrontCached cached = new StorefrontCached("cached");
    private final StorefrontCached rowByRow = new StorefrontCached("cached, th:each");
    private final StorefrontByHand byHand = new StorefrontByHand();
    private final StorefrontJte jte = new StorefrontJte();
    private final Cache<String, String> texts =
            Caffeine.newBuilder().maximumSize(100).build();

    public StorefrontBenchmark() {
        page.plain(category, out);
        String text = out.text();
        texts.put("main", text.substring(text.indexOf("<main>"), text.indexOf("</main>")));
    }

    @TearDown
    public void close() {
        cached.close();
        rowByRow.close();
    }

    /** All ways to make the page print the same text: fresh, after a change of one product, and again. */
    void checkText() {
        for (int i = 0; i < 3; i++) {
            page.plain(category, out);
            String expected = out.text();
            Map<String, Runnable> pages = Map.of(
                    "cached", () -> cached.page(category, out),
                    "row by row", () -> rowByRow.page(category, out),
                    "by hand", () -> byHand.page(category, out),
                    "jte", () -> jte.page(category, out));
            pages.forEach((name, page) -> {
                for (int again = 0; again < 2; again++) {
                    page.run();
                    if (!out.text().equals(expected)) {
                        throw new IllegalStateException(name + " prints another text:\n" + out.text());
                    }
                }
            });
            StorefrontProduct changed = category.changeOne();
            cached.touch(changed);
            rowByRow.touch(changed);
        }
    }

    /** The least that a hit can cost: the text of the page from a map, copied to where the page goes. */
    @Benchmark
    public int textOfAHit() throws IOException {
        out.restart().write(Objects.requireNonNull(texts.getIfPresent("main")));
        return out.size();
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
    public int oneChangedRowByRow() {
        rowByRow.touch(category.changeOne());
        rowByRow.page(category, out);
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
    public int allChangedRowByRow() {
        category.changeAll();
        rowByRow.page(category, out);
        return out.size();
    }

    @Benchmark
    public int allChangedByHand() {
        category.changeAll();
        byHand.page(category, out);
        return out.size();
    }
}
