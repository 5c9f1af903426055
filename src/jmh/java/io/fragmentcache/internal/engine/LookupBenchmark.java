package io.fragmentcache.internal.engine;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Early;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.stage.EngineStage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

/** What a look-up costs by what it finds, templates aside. Threads share the key, as readers of a hot fragment do. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked // JMH fills the fields.
public class LookupBenchmark {
    private static final Lifetime LIFETIME =
            Lifetime.of("10m").stale("10m").staleAfterTouch("5m").jitter(0);

    /** What the look-up finds. */
    public enum Found {
        FRESH,
        /** Fresh, and every reader draws whether it is due. */
        FRESH_WITH_EARLY,
        /** Fresh, and the reader's thread touched something else. */
        FRESH_TO_ITS_AUTHOR,
        /** Stale, with a job that waits. */
        STALE,
        /** Stale, with a full queue. */
        STALE_AND_DROPPED
    }

    @Param
    private Found found;

    private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Engine engine;
    private Fragment fragment;

    @Setup
    public void fill() {
        InstantSource clock = () -> now;
        FragmentCache cache =
                FragmentCache.inMemory().clock(clock).executor(job -> {}).build();
        engine = cache.engine();
        fragment =
                EngineStage.fragment("k", found == Found.FRESH_WITH_EARLY ? LIFETIME.early(Early.byCost()) : LIFETIME);
        write(fragment);
        if (found == Found.STALE_AND_DROPPED) {
            for (int i = 0; i < 1_000; i++) {
                write(EngineStage.fragment(i, LIFETIME));
            }
        }
        if (found == Found.STALE || found == Found.STALE_AND_DROPPED) {
            now = now.plus(Duration.ofMinutes(11));
            for (int i = 0; found == Found.STALE_AND_DROPPED && i < 1_000; i++) {
                offer(EngineStage.fragment(i, LIFETIME));
            }
            offer(fragment);
        }
        if (found == Found.FRESH_TO_ITS_AUTHOR) {
            cache.touch("Item", "another");
        }
    }

    @Benchmark
    public Lookup lookup() {
        return engine.lookup(fragment, Lookup.Place.NOWHERE);
    }

    private void write(Fragment written) {
        engine.render(engine.lookup(written, Lookup.Place.NOWHERE), doll -> new Body.Text("text"));
    }

    private void offer(Fragment stale) {
        Lookup lookup = engine.lookup(stale, Lookup.Place.NOWHERE);
        if (lookup.due()) {
            engine.regenerate(lookup, doll -> new Body.Text("text"));
        }
    }
}
