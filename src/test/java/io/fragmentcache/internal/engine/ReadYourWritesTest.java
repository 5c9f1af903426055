package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.stage.Item;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Stamps;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whoever touched something is not shown what that outdated, though others may be for a while. */
class ReadYourWritesTest {
    private static final Lifetime SHOWN_FOR_A_WHILE = EngineStage.LIFETIME.staleAfterTouch("5m");

    private final EngineStage bench = new EngineStage();
    private final Engine engine = bench.cache.engine();
    private final Item tea = Item.of("tea", "Tea");

    @Test
    void theThreadThatTouchedSeesTheNewOneAndOthersTheOld() {
        text("old");
        bench.cache.touch(tea);
        assertThat(Crowd.of(1, () -> text("others"))).containsExactly("old");
        assertThat(text("new")).isEqualTo("new");
    }

    @Test
    void theBrowserThatTouchedSeesTheNewOneInItsNextRequest() {
        text("old");
        engine.requests().begin(false);
        bench.cache.touch(tea);
        long touched = engine.requests().lastOwnTouch();
        engine.requests().end();
        assertThat(ask(engine.requests().begin(true), "others")).isEqualTo("old");
        assertThat(ask(engine.requests().begin(true, touched), "new")).isEqualTo("new");
    }

    @Test
    void itSeesTheNewOneThoughAnotherTouchedItAfterwards() {
        text("old");
        bench.cache.touch(tea);
        long touched = engine.requests().lastOwnTouch();
        engine.requests().end();
        bench.wait("1s").cache.touch(tea);
        engine.requests().end();
        assertThat(ask(engine.requests().begin(true, touched), "new")).isEqualTo("new");
    }

    @Test
    void whatWasOutdatedByOthersAfterItsOwnTouchMayBeShown() {
        bench.cache.touch(Item.of("oat", "Oat"));
        long touched = engine.requests().lastOwnTouch();
        engine.requests().end();
        bench.wait("1s");
        text("old");
        bench.cache.touch(tea);
        engine.requests().end();
        assertThat(ask(engine.requests().begin(true, touched), "new")).isEqualTo("old");
    }

    @Test
    void afterAMinuteItIsAReaderLikeOthers() {
        text("old");
        bench.cache.touch(tea);
        long touched = engine.requests().lastOwnTouch();
        bench.wait("61s");
        assertThat(engine.requests().lastOwnTouch()).isEqualTo(Stamps.NEVER);
        assertThat(text("new")).isEqualTo("old");
        assertThat(ask(engine.requests().begin(true, touched), "new")).isEqualTo("old");
    }

    @Test
    void itDoesNotJoinAFlightThatBeganBeforeItsTouch() {
        CountDownLatch flies = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        // The list does not say beforehand that it shows tea.
        Crowd first = Crowd.start(
                1,
                () -> bench.ask("list", SHOWN_FOR_A_WHILE, null, doll -> {
                    flies.countDown();
                    EngineStage.await(go);
                    return new Body.Text("old");
                }));
        EngineStage.await(flies);
        bench.cache.touch(tea);
        assertThat(bench.ask("list", SHOWN_FOR_A_WHILE, null, doll -> new Body.Text("new")))
                .isEqualTo("new");
        go.countDown();
        first.end();
    }

    @Test
    void onANodeThatDoesNotKnowTheTouchYetNothingOlderIsShown() {
        // Two caches without a common authority: this is how a node looks that lags behind.
        HandClock clock = new HandClock();
        EngineStage lagging = new EngineStage(CaffeineStore.ofMegabytes(1), clock, builder -> builder);
        lagging.text(tea, () -> "old");
        EngineStage other = new EngineStage(CaffeineStore.ofMegabytes(1), clock, builder -> builder);
        clock.move(java.time.Duration.ofSeconds(1));
        other.cache.touch(tea);
        long touched = other.cache.engine().requests().lastOwnTouch();
        RequestScope next = lagging.cache.engine().requests().begin(true, touched);
        assertThat(lagging.ask(tea, EngineStage.LIFETIME, next, doll -> new Body.Text("new")))
                .isEqualTo("new");
    }

    @Test
    void anotherVisitorServedByTheSameThreadIsAReaderLikeOthers() {
        text("old");
        engine.requests().begin(false);
        bench.cache.touch(tea);
        engine.requests().end();
        assertThat(text("new")).isEqualTo("old");
    }

    @Test
    void theOldOneIsShownToAllWhereRenderingFails() {
        text("old");
        bench.cache.touch(tea);
        assertThat(bench.text(tea, SHOWN_FOR_A_WHILE, () -> {
                    throw new IllegalStateException("down");
                }))
                .isEqualTo("old");
    }

    @Test
    void aPageThatMayNotBeStoredShowsWhatItsOwnRequestTouchedWithoutAFilterToo() {
        text("old");
        bench.cache.touch(tea);
        RequestScope first = engine.requests().beginReadOnly();
        RequestScope second = engine.requests().beginReadOnly();
        assertThat(engine.lookup(fragment(), new Lookup.Place(null, first)).outcome())
                .isEqualTo(Outcome.BYPASS);
        assertThat(engine.lookup(fragment(), new Lookup.Place(null, second)).outcome())
                .isEqualTo(Outcome.BYPASS);
    }

    private String text(String text) {
        return bench.text(tea, SHOWN_FOR_A_WHILE, () -> text);
    }

    private String ask(RequestScope scope, String text) {
        Lookup lookup = engine.lookup(fragment(), new Lookup.Place(null, scope));
        return lookup.outcome() == Outcome.MISS
                ? engine.render(lookup, doll -> new Body.Text(text)).text()
                : lookup.shown().text();
    }

    private Fragment fragment() {
        return EngineStage.fragment(tea, SHOWN_FOR_A_WHILE);
    }
}
