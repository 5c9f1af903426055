package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.freshness.Early;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.freshness.Randomness;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Times;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is asked for often is regenerated while it is fresh. */
class EarlyTest {
    private static final long SECOND = 1_000_000;

    private final EngineStage bench = new EngineStage();

    @Test
    void aFreshOneIsRegeneratedBehindItsReadersOnceItsShareIsOver() {
        Lifetime lifetime = EngineStage.LIFETIME.early(Early.after(0.9));
        bench.text("k", lifetime, bench.now("old"));
        bench.wait("539s");
        assertThat(bench.text("k", lifetime, bench.now("new"))).isEqualTo("old");
        assertThat(bench.cache.backlog().waiting()).isZero();
        bench.wait("1s");
        assertThat(bench.text("k", lifetime, bench.now("new"))).isEqualTo("old");
        assertThat(bench.text("k", lifetime, bench.now("new"))).isEqualTo("old");
        assertThat(bench.cache.backlog().waiting()).isEqualTo(1);
        bench.runBackground();
        assertThat(bench.text("k", lifetime, bench.now("newer"))).isEqualTo("new");
        assertThat(bench.renders).hasValue(2);
    }

    @Test
    void itIsAHitMeanwhile() {
        Lifetime lifetime = EngineStage.LIFETIME.early(Early.after(0.5));
        bench.text("k", lifetime, bench.now("old"));
        bench.wait("9m");
        Lookup lookup = bench.cache.engine().lookup(EngineStage.fragment("k", lifetime), Lookup.Place.NOWHERE);
        assertThat(lookup.outcome()).isEqualTo(Outcome.HIT);
        assertThat(lookup.due()).isTrue();
    }

    @Test
    void unlessSaidNothingIsEarly() {
        bench.text("k", bench.now("old"));
        bench.wait("599s");
        bench.text("k", bench.now("new"));
        assertThat(bench.cache.backlog().waiting()).isZero();
    }

    @Test
    void oneRenderBeforeItsEndThirtySevenPercentOfReadersDrawIt() {
        assertThat(shareOfReaders(Early.byCost(), 1)).isCloseTo(Math.exp(-1), within(0.01));
        assertThat(shareOfReaders(Early.byCost(), 3)).isCloseTo(Math.exp(-3), within(0.01));
        assertThat(shareOfReaders(Early.byCost(2), 1)).isCloseTo(Math.exp(-0.5), within(0.01));
    }

    @Test
    void farFromItsEndNobodyDraws() {
        Randomness nobody = new Randomness.Shared(() -> {
            throw new AssertionError("drew");
        });
        assertThat(Early.byCost().isDue(entry(SECOND), 100 * SECOND - 38 * SECOND, nobody))
                .isFalse();
    }

    @Test
    void sharesOutOfRangeAreErrors() {
        assertThatThrownBy(() -> Early.after(1))
                .isInstanceOf(Problem.class)
                .hasMessage("early(1.0) is out of range. Write the share of its freshness after which a fragment is"
                        + " regenerated, above 0 and below 1, for instance 0.9.");
        assertThatThrownBy(() -> Early.byCost(0))
                .isInstanceOf(Problem.class)
                .hasMessage("A beta of 0.0 is out of range. Write a number above 0 and up to 100; 1 is usual.");
    }

    private static double shareOfReaders(Early early, int rendersBeforeTheEnd) {
        Randomness chance = new Randomness.Shared(new Random(7));
        int readers = 100_000;
        int due = 0;
        Entry entry = entry(SECOND);
        for (int i = 0; i < readers; i++) {
            due += early.isDue(entry, (100 - rendersBeforeTheEnd) * SECOND, chance) ? 1 : 0;
        }
        return due / (double) readers;
    }

    private static Entry entry(long cost) {
        Times times = new Times(0, 0, 100 * SECOND, 200 * SECOND, 300 * SECOND, cost);
        Entry like = SampleEntries.entry("a", 0);
        return new Entry(like.key(), like.version(), like.finished(), like.snapshots(), times);
    }
}
