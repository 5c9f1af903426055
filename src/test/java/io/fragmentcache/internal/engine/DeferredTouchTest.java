package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Versioned;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Warned;
import io.fragmentcache.stage.EngineStage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Touches inside a transaction wait for its commit. */
class DeferredTouchTest {
    record Row() implements Versioned {
        @Override
        public Object cacheId() {
            return 1;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    private final List<Runnable> committed = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private String row = "old";

    @Test
    void whatIsRenderedBetweenATouchAndItsCommitIsOutdatedByTheCommit() {
        EngineStage bench = new EngineStage(builder -> builder.deferTouches(committed::add));
        assertThat(ask(bench)).isEqualTo("old");
        bench.cache.touch("Row", 1);
        bench.cache.expire(Tag.of("other"));
        assertThat(ask(bench)).isEqualTo("old");
        row = "new";
        committed.forEach(Runnable::run);
        assertThat(ask(bench)).isEqualTo("new");
    }

    static List<Consumer<FragmentCache>> touches() {
        return List.of(
                cache -> cache.touch(new Row()),
                cache -> cache.touch("Row", 1),
                cache -> cache.touch(Tag.of("Row:1")),
                FragmentCache::touchEverything,
                cache -> cache.expire(Tag.of("Row:1")));
    }

    /** Of another thread, which is in no transaction and stores what it renders of the old row. */
    @ParameterizedTest
    @MethodSource("touches")
    void whatAnotherVisitorStoresBetweenATouchAndItsCommitIsOutdatedByTheCommit(Consumer<FragmentCache> touch)
            throws InterruptedException {
        EngineStage bench = new EngineStage(builder -> builder.deferTouches(committed::add));
        touch.accept(bench.cache);
        Thread visitor = new Thread(() -> ask(bench));
        visitor.start();
        visitor.join();
        assertThat(bench.renders).hasValue(1);
        bench.wait("1s");
        row = "new";
        committed.forEach(Runnable::run);
        bench.cache.engine().requests().end();
        assertThat(ask(bench)).isEqualTo("new");
        assertThat(bench.renders).hasValue(2);
    }

    /** Of a transaction inside another: the inner one is over first, and the outer one may yet be rolled back. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoTransactionsEachCommitTouchesItsOwn(boolean outerCommits) {
        EngineStage bench = new EngineStage(builder -> builder.deferTouches(committed::add));
        ask(bench);
        bench.cache.touch("Row", 1);
        bench.cache.touch("Other", 1);
        committed.get(1).run();
        if (outerCommits) {
            committed.get(0).run();
        }
        bench.cache.engine().requests().end();
        row = "new";
        assertThat(ask(bench)).isEqualTo(outerCommits ? "new" : "old");
    }

    @Test
    void aTouchThatIsRolledBackOutdatesNothing() {
        EngineStage bench = new EngineStage(builder -> builder.deferTouches(touch -> {}));
        ask(bench);
        bench.cache.touchEverything();
        // Its transaction is over when its request is.
        bench.cache.engine().requests().end();
        ask(bench);
        assertThat(bench.renders).hasValue(1);
    }

    @Test
    void untilTheCommitItsThreadIsShownNothingThatWasStoredAndStoresNothing() {
        EngineStage bench = new EngineStage(builder -> builder.deferTouches(committed::add));
        ask(bench);
        row = "uncommitted";
        bench.cache.touch("Row", 1);
        assertThat(ask(bench)).isEqualTo("uncommitted");
        row = "old";
        committed.clear();
        bench.cache.engine().requests().end();
        assertThat(ask(bench)).isEqualTo("old");
        assertThat(bench.renders).hasValue(2);
    }

    @Test
    void withoutAHookATouchCountsWhenItReturns() {
        EngineStage bench = new EngineStage();
        ask(bench);
        bench.cache.touch("Row", 1);
        row = "new";
        assertThat(ask(bench)).isEqualTo("new");
    }

    @Test
    void aHookThatFailsLosesNoTouchAndIsTold() {
        EngineStage bench = new EngineStage(builder -> builder.deferTouches(touch -> {
            throw new IllegalStateException("no transaction manager");
        }));
        bench.cache.listen(new Listener() {
            @Override
            public void warned(Warned event) {
                warnings.add(event.sentence());
            }
        });
        ask(bench);
        bench.cache.touch("Row", 1);
        row = "new";
        assertThat(ask(bench)).isEqualTo("new");
        assertThat(warnings)
                .containsExactly(
                        "The function of deferTouches(..) failed, so the touch was applied at once. Let it run what"
                                + " it is given after the commit, or immediately where there is no transaction.");
    }

    private String ask(EngineStage bench) {
        return bench.cache.text("page", new Row(), EngineStage.LIFETIME, () -> {
            bench.renders.incrementAndGet();
            return row;
        });
    }
}
