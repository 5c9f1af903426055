package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.Times;
import java.util.DoubleSummaryStatistics;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The share of its lifetime for which a text is fresh, drawn when it is written. */
class JitterTest {
    private static final int MANY = 1_000;

    private final Store store = CaffeineStore.ofMegabytes(16);
    private final EngineStage bench = new EngineStage(store, new HandClock(), builder -> builder);
    private final Engine engine = bench.cache.engine();

    @Test
    void whatVisitorsRenderIsFreshForFourFifthsOfItsLifetimeAtLeast() {
        DoubleSummaryStatistics shares = shares(Lifetime.of("10m"), () -> null);
        assertThat(shares.getMin()).isBetween(0.8, 0.81);
        assertThat(shares.getMax()).isBetween(0.99, 1.0);
    }

    @Test
    void whatIsRenderedBeforeAnyoneAsksIsSpreadOverHalfOfIt() {
        DoubleSummaryStatistics shares = shares(Lifetime.of("10m"), engine.warmUps()::begin);
        assertThat(shares.getMin()).isBetween(0.5, 0.51);
        assertThat(shares.getMax()).isBetween(0.99, 1.0);
    }

    @Test
    void whatIsRenderedAgainBehindItsReadersIsNotSpreadMore() {
        shares(Lifetime.of("10m"), () -> null);
        assertThat(shares(Lifetime.of("10m"), engine.sourced()::renewal).getMin())
                .isBetween(0.8, 0.81);
    }

    @Test
    void withoutJitterNothingIsSpread() {
        DoubleSummaryStatistics shares = shares(EngineStage.LIFETIME, engine.warmUps()::begin);
        assertThat(shares.getMin()).isEqualTo(1);
    }

    private DoubleSummaryStatistics shares(Lifetime lifetime, Supplier<@Nullable RequestScope> scope) {
        return IntStream.range(0, MANY)
                .mapToDouble(key -> {
                    Lookup.Place place = new Lookup.Place(null, scope.get());
                    bench.wait("1ms");
                    bench.cache.engine().render(missed(key, lifetime, place), doll -> new Body.Text("text"));
                    Times times = Objects.requireNonNull(store.read(EngineStage.key(key)))
                            .times();
                    return (times.freshUntil() - times.written()) / 600e6;
                })
                .summaryStatistics();
    }

    private Lookup missed(int key, Lifetime lifetime, Lookup.Place place) {
        return engine.lookup(EngineStage.fragment(key, lifetime), place);
    }
}
