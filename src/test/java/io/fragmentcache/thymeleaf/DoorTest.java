package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.MemoryStamps;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an application calls: touch, expire, explain, text, close. */
class DoorTest {
    private static final String CARD = "<p cache:fragment=\"card\" cache:key=\"${item}\" th:text=\"${item.name}\"></p>";

    private final Item tea = Item.of("tea", "Tea");
    private final Stage shop = Stage.lifetime("5m fresh, 1h stale").template("list", CARD);

    @Test
    void textIsMadeOnceAndAgainBehindItsReaders() {
        List<String> made = new ArrayList<>();
        Lifetime minute = Lifetime.of("1m").stale("1m").jitter(0);

        for (int i = 0; i < 3; i++) {
            assertThat(text(minute, made)).isEqualTo("report 1");
        }
        shop.wait("61s");
        assertThat(text(minute, made)).isEqualTo("report 1");
        shop.runBackground();
        assertThat(text(minute, made)).isEqualTo("report 2");
        shop.touch(tea);
        assertThat(text(minute, made)).isEqualTo("report 3");
        assertThat(made).hasSize(3);
    }

    private String text(Lifetime lifetime, List<String> made) {
        return shop.cache().text("report", tea, lifetime, () -> {
            made.add("made");
            return "report " + made.size();
        });
    }

    @Test
    void explainTellsWhatWouldBeShownAndWhy() {
        assertThat(shop.cache().explain("list :: card", tea)).isEmpty();
        shop.render("list", tea);
        assertThat(only(shop.cache().explain("list :: card", tea)).freshness().reason())
                .isEqualTo("fresh");
        assertThat(only(shop.cache().explain("list :: card", Item.of("oat", "Oat")))
                        .freshness()
                        .reason())
                .isEqualTo("absent");

        shop.wait("6m");
        Explanation stale = only(shop.cache().explain("list :: card", tea));
        assertThat(stale.age()).isEqualTo(Duration.ofMinutes(6));
        assertThat(stale.remaining()).isEqualTo(Duration.ofMinutes(-1));
        assertThat(stale.toString())
                .matches(
                        "3 {2}list card [0-9a-f]{8} en Item:tea facts\\(\\$\\{item}\\)=[0-9a-f]{8}: STALE \\(age\\), 360 s old, fresh for -60 s more, made"
                                + " in 0 ms, tags \\*@\\d+ Item:tea@\\d+ Item@\\d+");
        shop.touch(tea);
        assertThat(only(shop.cache().explain("list :: card", tea)).freshness().reason())
                .isEqualTo("touched Item:tea");
    }

    private static Explanation only(List<Explanation> explanations) {
        assertThat(explanations).hasSize(1);
        return explanations.get(0);
    }

    @Test
    void touchTakesModelsTagsAndCollections() {
        Item oat = Item.of("oat", "Oat");
        Item rye = Item.of("rye", "Rye");
        shop.template("list", "<b th:each=\"item : ${items}\" cache:fragment=\"card\" cache:key=\"${item}\"></b>");
        shop.render("list", tea, oat, rye);

        shop.touch(List.of(tea, List.of(Tag.of("Item", "rye"))))
                .render("list", tea, oat, rye)
                .missed("card tea", "card rye")
                .hit("card oat");
    }

    @Test
    void touchingWhatHasNoIdentityIsAnError() {
        assertThatThrownBy(() -> shop.touch("Tea"))
                .hasMessage("Cannot tell the identity of java.lang.String. Implement Versioned, register"
                        + " model(String.class, ..) in the builder, or touch it by name: touch(\"String\", id).");
    }

    @Test
    void aBrokenStoreBreaksNoPage() {
        Stage broken = Stage.over(new BrokenStore(), "5m fresh").template("list", CARD);

        broken.render("list", tea).shows("<p>Tea</p>").missed("card tea").rendered("card tea");
        broken.render("list", tea).shows("<p>Tea</p>").missed("card tea");
        broken.touch(tea).render("list", tea).shows("<p>Tea</p>");
    }

    @Test
    void aListenerThatThrowsBreaksNoPage() {
        Stage shouting = Stage.configured("5m fresh, 1h stale", builder -> builder.listener(new Shouting()))
                .template("list", CARD);

        shouting.render("list", tea).shows("<p>Tea</p>");
        shouting.render("list", tea).shows("<p>Tea</p>");
        shouting.touch(tea).render("list", tea.renamed("Chai")).shows("<p>Chai</p>");
    }

    @Test
    void afterItWasClosedPagesAreRenderedWithoutIt() {
        shop.render("list", tea);
        shop.wait("6m").render("list", tea).stale("card tea");
        shop.cache().close();

        shop.runBackground().regenerated();
        shop.render("list", tea).shows("<p>Tea</p>").missed("card tea");
        shop.render("list", tea).shows("<p>Tea</p>").missed("card tea");
    }

    @Test
    void twoNamespacesOverOneStoreDoNotMeet() {
        CaffeineStore store = CaffeineStore.ofMegabytes(1);
        FragmentCache one = FragmentCache.over(store).namespace("one").build();
        FragmentCache two = FragmentCache.over(store).namespace("two").build();

        assertThat(one.text("t", 1, Lifetime.DEFAULT, () -> "of one")).isEqualTo("of one");
        assertThat(two.text("t", 1, Lifetime.DEFAULT, () -> "of two")).isEqualTo("of two");
        assertThat(one.text("t", 1, Lifetime.DEFAULT, () -> "again")).isEqualTo("of one");
    }

    private static final class BrokenStore implements Store {
        @Override
        public Entry read(Key key) {
            throw new IllegalStateException("the disk is gone");
        }

        @Override
        public Written write(Entry entry) {
            throw new IllegalStateException("the disk is gone");
        }

        @Override
        public void remove(Key key) {
            throw new IllegalStateException("the disk is gone");
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            return new MemoryStamps(clock);
        }

        @Override
        public long size() {
            return -1;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static final class Shouting implements Listener {
        @Override
        public void lookedUp(LookedUp event) {
            throw new IllegalStateException("lookedUp");
        }

        @Override
        public void rendered(Rendered event) {
            throw new IllegalStateException("rendered");
        }

        @Override
        public void touched(Touched event) {
            throw new IllegalStateException("touched");
        }
    }
}
