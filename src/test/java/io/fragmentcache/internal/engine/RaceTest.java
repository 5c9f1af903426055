package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.stage.Item;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The races that end in an old text being shown as fresh. Each test lets the unlucky order of events happen, most of
 * them on one thread: what the other one does in between is done inside the body. The numbers are those of the table in
 * docs/races.md.
 */
class RaceTest {
    private static final Lifetime LIFETIME = EngineStage.LIFETIME;

    private final HandClock clock = new HandClock();
    private final Shared shared = new Shared();
    // Nobody stops waiting by himself: who waits in vain is a test that ends by its time limit.
    private final EngineStage bench = node(builder -> builder.joinTimeout(Duration.ofDays(1)));
    private final Item tea = Item.of("tea", "Tea");
    private String data = "old";

    /** R1: A begins and reads the old data, B begins later and stores, A stores. */
    @Test
    void whoBeganEarlierAndEndsLaterOverwritesNothing() {
        EngineStage other = node(builder -> builder);
        bench.text(tea, () -> {
            other.text(tea, () -> "younger");
            return "older";
        });
        assertThat(bench.text(tea, () -> "rendered again")).isEqualTo("younger");
    }

    /** Who may be rendering while a touch comes. */
    enum Path {
        VISITOR,
        BACKGROUND,
        INNER
    }

    /** R2: a rendering reads the old data, the data is changed and touched, the rendering ends and stores. */
    @ParameterizedTest
    @EnumSource
    void aTouchWhileAFragmentIsRenderedOutdatesWhatIsStored(Path path) {
        Body reading = doll -> {
            String read = data;
            change();
            return new Body.Text(read);
        };
        switch (path) {
            case VISITOR -> ask(reading);
            case BACKGROUND -> {
                ask(this::read);
                bench.wait("11m");
                ask(reading);
                bench.runBackground();
            }
            case INNER -> outer("list", doll -> inner(doll, reading));
        }
        assertThat(ask(this::read)).isEqualTo("new");
        assertThat(outer("list", doll -> inner(doll, this::read))).isEqualTo("new");
    }

    /** R6: touched before the commit, so that a rendering begins after the touch and still reads the old row. */
    @Test
    void aTouchBeforeTheCommitIsMadeGoodByTheVersionInTheKey() {
        touch(tea);
        bench.text(tea, () -> "old row");
        Item committed = tea.renamed("Chai");
        assertThat(bench.text(committed, () -> "new row")).isEqualTo("new row");
    }

    /** R6, where no version tells: the touch after the commit is later than the rendering, and outdates it. */
    @Test
    void aTouchAfterTheCommitOutdatesWhatWasRenderedBeforeIt() {
        ask(doll -> new Body.Text("old row"));
        touch(tea);
        assertThat(ask(doll -> new Body.Text("new row"))).isEqualTo("new row");
    }

    /** R7: a page is rendered after the touch from a replica that has the old row still; no version tells. */
    @Test
    void whatIsRenderedFromAReplicaThatLagsIsMadeAnewOnceAllHaveSettled() {
        EngineStage lagging = node(builder -> builder.replicaLag(Duration.ofSeconds(5)));
        AtomicInteger renders = new AtomicInteger();
        Supplier<String> page = () -> {
            String text = lagging.ask("list", LIFETIME, null, list -> {
                renders.incrementAndGet();
                Lookup card = lagging.cache
                        .engine()
                        .lookup(EngineStage.fragment(tea, LIFETIME), new Lookup.Place(list, null));
                return card.outcome() == Outcome.MISS
                        ? new Body.Text(
                                lagging.cache.engine().render(card, this::read).text())
                        : new Body.Text(card.shown().text());
            });
            lagging.runBackground();
            return text;
        };
        assertThat(page.get()).isEqualTo("old");
        lagging.wait("1m");
        touch(tea);
        lagging.wait("1s");
        assertThat(page.get()).as("the replica has the old row").isEqualTo("old");
        assertThat(renders).hasValue(2);
        data = "new";
        lagging.wait("3s");
        assertThat(page.get()).as("it may not have settled yet").isEqualTo("old");
        assertThat(renders).hasValue(2);
        lagging.wait("1s");
        assertThat(page.get()).as("made anew behind this one").isEqualTo("old");
        for (int i = 0; i < 9; i++) {
            assertThat(page.get()).isEqualTo("new");
            lagging.wait("1m");
        }
        assertThat(renders).as("once more, not for ever").hasValue(3);
    }

    /** R14: a visitor looks up and misses, another one's flight lands and is gone, the visitor starts to render. */
    @Test
    void whoMissedBeforeAFlightLandedShowsWhatItBrought() {
        Lookup missed = bench.cache.engine().lookup(EngineStage.fragment(tea, LIFETIME), Lookup.Place.NOWHERE);
        bench.text(tea, () -> "of the flight");
        Entry shown = bench.cache.engine().render(missed, doll -> new Body.Text("rendered again"));
        assertThat(shown.text()).isEqualTo("of the flight");
    }

    /** R14, the other half: were the flight gone before its text is stored, who asks in between would render again. */
    @Test
    void aTextIsStoredBeforeItsFlightIsGone() {
        List<Integer> rendersInFlight = new ArrayList<>();
        shared.onWrite =
                () -> rendersInFlight.add(bench.cache.engine().inspection().rendersInFlight());
        bench.text(tea, () -> "text");
        assertThat(rendersInFlight).containsExactly(1);
        assertThat(bench.cache.engine().inspection().rendersInFlight()).isZero();
    }

    /** R15: everything is touched while a fragment is rendered. */
    @Test
    void touchingEverythingWhileAFragmentIsRenderedOutdatesWhatIsStored() {
        bench.text(tea, () -> {
            bench.cache.touchEverything();
            bench.cache.engine().requests().end();
            return "old";
        });
        assertThat(bench.text(tea, () -> "new")).isEqualTo("new");
    }

    /** R18, by age: an outer text is made around a stale inner one, and would keep it for its whole life. */
    @Test
    void anOuterTextAroundAStaleInnerOneIsDueAtOnce() {
        ask(this::read);
        bench.wait("11m");
        data = "new";
        assertThat(outer("list", doll -> inner(doll, this::read))).isEqualTo("old");
        bench.runBackground();
        assertThat(outer("list", doll -> inner(doll, this::read))).isEqualTo("old");
        bench.runBackground();
        assertThat(outer("list", doll -> inner(doll, this::read))).isEqualTo("new");
    }

    /** R18, by touch: the outer one is rendered after the touch, but is made of what the touch outdated. */
    @Test
    void anOuterTextAroundATouchedInnerOneIsAsOldAsThatOne() {
        Lifetime lenient = LIFETIME.staleAfterTouch("1m");
        bench.ask(tea, lenient, null, this::read);
        bench.wait("1s");
        change();
        assertThat(outer("list", doll -> inner(doll, lenient, this::read))).isEqualTo("old");
        bench.wait("2m");
        assertThat(outer("list", doll -> inner(doll, lenient, this::read))).isEqualTo("new");
    }

    /**
     * R19: the outer one is touched, rendered around the old inner one, then the inner one is touched. The outer one knows
     * nothing of the inner one's tag: it is asked for as an application does, in the middle of a method.
     */
    @Test
    void thereIsNoMomentBetweenTheTouchOfAParentAndThatOfItsChild() {
        Item shop = Item.of("shop", "Shop");
        EngineStage town =
                node(builder -> builder.touches(Item.class, child -> child.id().equals("tea") ? shop : null));
        Runnable render = () -> town.text(shop, () -> "list of " + town.text(tea, () -> data));
        render.run();
        data = "new";
        List<Long> touches = new ArrayList<>();
        shared.onTouch = stamp -> {
            touches.add(stamp);
            render.run();
        };
        town.cache.touch(tea);
        assertThat(town.text(shop, () -> "not kept")).isEqualTo("list of new");
        assertThat(touches).hasSize(1);
    }

    /** R25: rendering fails, the mistake is mended and touched, and the pause after the failure still hides it. */
    @Test
    void aTouchEndsThePauseAfterAFailure() {
        Body failing = doll -> {
            throw new IllegalStateException("down");
        };
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> ask(failing)).hasMessage("down");
        }
        assertThatThrownBy(() -> ask(this::read)).hasMessage("down");
        change();
        assertThat(ask(this::read)).isEqualTo("new");
    }

    /** R25, where an old text stands in meanwhile. */
    @Test
    void aTouchEndsThePauseInWhichAnOldTextStandsIn() {
        ask(this::read);
        bench.wait("21m");
        ask(doll -> {
            throw new IllegalStateException("down");
        });
        assertThat(ask(doll -> new Body.Text("not tried yet"))).isEqualTo("old");
        change();
        assertThat(ask(this::read)).isEqualTo("new");
    }

    /** R29: the data is read, then changed and touched, and only then the rendering learns which tag it depends on. */
    @Test
    void aTagThatIsMetLateCountsFromTheBeginning() {
        outer("list", doll -> {
            String read = data;
            change();
            doll.tag(Tag.of("Item", "tea"));
            return read;
        });
        assertThat(outer("list", doll -> data)).isEqualTo("new");
    }

    /** R31: an editor touches while another renders; the editor's next request joins that rendering. */
    @Test
    void whoTouchedDoesNotJoinARenderingFromBefore() {
        CountDownLatch flies = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Crowd before = Crowd.start(
                1,
                () -> ask(doll -> {
                    String read = data;
                    flies.countDown();
                    EngineStage.await(go);
                    return new Body.Text(read);
                }));
        EngineStage.await(flies);
        change();
        // Were this one to join, it would wait for what is let go only afterwards.
        assertThat(ask(this::read)).isEqualTo("new");
        go.countDown();
        before.end();
        assertThat(ask(doll -> new Body.Text("rendered again"))).isEqualTo("new");
    }

    private EngineStage node(UnaryOperator<FragmentCacheBuilder> configure) {
        return new EngineStage(shared, clock, configure);
    }

    private Body.Text read(Doll doll) {
        return new Body.Text(data);
    }

    /** Changes the data behind {@link #tea}, whose fragments have no version that would tell. */
    private void change() {
        data = "new";
        touch(tea);
    }

    /** As somebody else does: whoever touched something himself is never shown what that outdated. */
    private void touch(Item item) {
        bench.cache.touch(item);
        bench.cache.engine().requests().end();
    }

    private String ask(Body body) {
        return bench.ask(tea, LIFETIME, null, body);
    }

    /** What a fragment without a model of its own shows, which may ask for others inside. */
    private String outer(String key, Function<Doll, String> body) {
        return bench.ask(key, Lifetime.of("1h").jitter(0), null, doll -> new Body.Text(body.apply(doll)));
    }

    private String inner(Doll outer, Body body) {
        return inner(outer, LIFETIME, body);
    }

    private String inner(Doll outer, Lifetime lifetime, Body body) {
        Engine engine = bench.cache.engine();
        Lookup lookup = engine.lookup(EngineStage.fragment(tea, lifetime), new Lookup.Place(outer, null));
        return lookup.outcome() == Outcome.MISS
                ? engine.render(lookup, body).text()
                : lookup.shown().text();
    }

    /** One store of all nodes, that tells when it is written or touched. */
    private static final class Shared implements Store {
        private final Store entries = CaffeineStore.ofMegabytes(1);
        private @Nullable Stamps stamps;
        private Runnable onWrite = () -> {};
        private LongConsumer onTouch = stamp -> {};

        @Override
        public @Nullable Entry read(Key key) {
            return entries.read(key);
        }

        @Override
        public Written write(Entry entry) {
            onWrite.run();
            return entries.write(entry);
        }

        @Override
        public void remove(Key key) {
            entries.remove(key);
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            if (stamps == null) {
                stamps = new Told(entries.stamps(clock));
            }
            return stamps;
        }

        @Override
        public long size() {
            return entries.size();
        }

        @Override
        public void close() {}

        private final class Told implements Stamps {
            private final Stamps stamps;

            Told(Stamps stamps) {
                this.stamps = stamps;
            }

            @Override
            public long of(Tag tag) {
                return stamps.of(tag);
            }

            @Override
            public long latest() {
                return stamps.latest();
            }

            @Override
            public long next() {
                return stamps.next();
            }

            @Override
            public long touch(Collection<Tag> tags) {
                long stamp = stamps.touch(tags);
                onTouch.accept(stamp);
                return stamp;
            }
        }
    }
}
