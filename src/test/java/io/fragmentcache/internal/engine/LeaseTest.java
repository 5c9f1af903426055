package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.Seams;
import io.fragmentcache.key.Key;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two nodes over one store that gives leases: a key is rendered by one of them. */
class LeaseTest {
    /** What both nodes see. */
    private static final class Shared implements Store {
        private final Store entries = CaffeineStore.ofMegabytes(1);
        private final Map<Key, Duration> leases = new HashMap<>();
        private @Nullable Stamps stamps;
        private boolean broken;

        @Override
        public Optional<Lease> lease(Key key, Duration duration) {
            if (broken) {
                throw new IllegalStateException("no connection");
            }
            return leases.putIfAbsent(key, duration) == null ? Optional.of(() -> leases.remove(key)) : Optional.empty();
        }

        @Override
        public @Nullable Entry read(Key key) {
            return entries.read(key);
        }

        @Override
        public Written write(Entry entry) {
            return entries.write(entry);
        }

        @Override
        public void remove(Key key) {
            entries.remove(key);
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            if (stamps == null) {
                stamps = entries.stamps(clock);
            }
            return stamps;
        }

        @Override
        public long size() {
            return entries.size();
        }

        @Override
        public void close() {}
    }

    private final HandClock clock = new HandClock();
    private final Shared store = new Shared();
    private final List<Duration> pauses = new ArrayList<>();
    private Runnable duringPause = () -> {};
    private final EngineStage here = node();
    private final EngineStage there = node();

    @Test
    void aRegenerationIsLeftToTheNodeThatDoesIt() {
        here.text("k", () -> "old");
        clock.move(Duration.ofMinutes(11));
        here.text("k", here.now("here"));
        there.text("k", there.now("there"));
        // While one of them is at it, the other one is told to do it too.
        here.executor.runAll();
        store.leases.put(EngineStage.key("k"), Duration.ofSeconds(1));
        there.executor.runAll();
        assertThat(there.renders).hasValue(0);
        assertThat(there.text("k", there.now("there"))).isEqualTo("here");
    }

    @Test
    void whoDoesNotGetTheLeaseShowsTheStaleOneAndAsksAgainAfterASecond() {
        here.text("k", () -> "old");
        clock.move(Duration.ofMinutes(11));
        store.leases.put(EngineStage.key("k"), Duration.ofSeconds(1));
        assertThat(here.text("k", here.now("new"))).isEqualTo("old");
        here.executor.runAll();
        assertThat(here.text("k", here.now("new"))).isEqualTo("old");
        assertThat(here.cache.backlog().waiting()).isZero();
        store.leases.clear();
        clock.move(Duration.ofSeconds(1));
        here.text("k", here.now("new"));
        here.executor.runAll();
        assertThat(here.text("k", here.now("newer"))).isEqualTo("new");
        assertThat(here.renders).hasValue(1);
    }

    @Test
    void aQueuedRegenerationIsLeftOutWhereAnotherNodeHasStoredMeanwhile() {
        here.text("k", () -> "old");
        clock.move(Duration.ofMinutes(11));
        here.text("k", here.now("here"));
        there.text("k", there.now("there"));
        there.executor.runAll();
        here.executor.runAll();
        assertThat(there.renders).hasValue(1);
        assertThat(here.renders).hasValue(0);
        assertThat(here.text("k", here.now("here"))).isEqualTo("there");
    }

    @Test
    void aVisitorWaitsForTheNodeThatRendersWhatIsDear() {
        renderedFor(Duration.ofMillis(50));
        store.leases.put(EngineStage.key("cold"), Duration.ofSeconds(1));
        duringPause = () -> {
            if (pauses.size() == 4) {
                there.text("cold", there.now("there"));
            }
        };
        // The other node holds the lease and takes its time; it stores, and then gives the lease back.
        assertThat(here.text("cold", here.now("here"))).isEqualTo("there");
        assertThat(here.renders).hasValue(0);
        assertThat(pauses).containsExactly(millis(25, 50, 100, 100));
    }

    @Test
    void aVisitorRendersWhenTheOtherNodeGaveUp() {
        renderedFor(Duration.ofMillis(50));
        store.leases.put(EngineStage.key("cold"), Duration.ofSeconds(1));
        duringPause = store.leases::clear;
        assertThat(here.text("cold", here.now("here"))).isEqualTo("here");
        assertThat(pauses).containsExactly(millis(25));
        assertThat(store.leases).isEmpty();
    }

    @Test
    void aVisitorWaitsNoLongerThanTheLeaseCouldLast() {
        renderedFor(Duration.ofMillis(50));
        store.leases.put(EngineStage.key("cold"), Duration.ofSeconds(1));
        assertThat(here.text("cold", here.now("here"))).isEqualTo("here");
        assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isEqualTo(1_000);
    }

    @Test
    void aVisitorWaitsNoLongerThanTheDeadlineOfJoiners() {
        EngineStage hasty = node(builder -> builder.joinTimeout(Duration.ofMillis(60)));
        renderedFor(hasty, Duration.ofMillis(50));
        store.leases.put(EngineStage.key("cold"), Duration.ofSeconds(1));
        assertThat(hasty.text("cold", hasty.now("here"))).isEqualTo("here");
        assertThat(pauses).containsExactly(millis(25, 35));
    }

    @Test
    void aVisitorIsShownTheOldOneAfterTheSoftTimeout() {
        EngineStage soft = node(builder -> builder.softTimeout(Duration.ofMillis(30)));
        renderedFor(soft, Duration.ofMillis(50));
        clock.move(Duration.ofMinutes(21));
        store.leases.put(EngineStage.key("warm"), Duration.ofSeconds(1));
        assertThat(soft.text("warm", soft.now("new"))).isEqualTo("dear");
        assertThat(pauses).containsExactly(millis(25, 5));
    }

    @Test
    void whatIsCheapIsRenderedWithoutAsking() {
        renderedFor(Duration.ofMillis(49));
        store.leases.put(EngineStage.key("cold"), Duration.ofSeconds(1));
        assertThat(here.text("cold", here.now("here"))).isEqualTo("here");
        assertThat(pauses).isEmpty();
    }

    @Test
    void theLeaseIsGivenBackAndLastsEightTimesTheCost() {
        renderedFor(Duration.ofMillis(500));
        List<Duration> held = new ArrayList<>();
        here.text("cold", () -> {
            held.addAll(store.leases.values());
            return "new";
        });
        assertThat(held).containsExactly(Duration.ofSeconds(4));
        assertThat(store.leases).isEmpty();
    }

    @Test
    void theLeaseIsGivenBackWhereRenderingFails() {
        renderedFor(Duration.ofMillis(500));
        assertThat(Crowd.of(
                        1,
                        () -> here.text("cold", () -> {
                            throw new IllegalStateException("down");
                        })))
                .hasOnlyElementsOfType(IllegalStateException.class);
        assertThat(store.leases).isEmpty();
    }

    @Test
    void aStoreThatCannotTellKeepsNobodyFromRendering() {
        renderedFor(Duration.ofMillis(50));
        store.broken = true;
        assertThat(here.text("cold", here.now("here"))).isEqualTo("here");
    }

    private void renderedFor(Duration cost) {
        renderedFor(here, cost);
    }

    private void renderedFor(EngineStage node, Duration cost) {
        node.text("warm", () -> {
            clock.move(cost);
            return "dear";
        });
    }

    private EngineStage node() {
        return node(builder -> builder);
    }

    private EngineStage node(java.util.function.UnaryOperator<FragmentCacheBuilder> configure) {
        return new EngineStage(
                store,
                clock,
                builder -> configure.apply(Seams.pause(builder, duration -> {
                    pauses.add(duration);
                    duringPause.run();
                })));
    }

    private static Duration[] millis(long... values) {
        return java.util.stream.LongStream.of(values)
                .mapToObj(Duration::ofMillis)
                .toArray(Duration[]::new);
    }
}
