package io.fragmentcache.store;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.key.Key;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A crawler that asks for a million pages once, beside readers of two hundred. */
class CrawlerTest {
    private static final int HOT = 200;
    private static final int READS = 250_000;
    private static final int CRAWLED = 1_000_000;
    private static final String TEXT = "x".repeat(1_000);

    private static final class Readers {
        private final Random random = new Random(17);
        private int hits;
        private long clock = BORN;

        /** The share of the hot reads that hit, with so many pages of the crawler between two of them. */
        double readBeside(Store store, int crawled) {
            int crawler = 0;
            for (int i = 0; i < READS; i++) {
                // Zipf of exponent 1: a uniform share of the logarithm.
                int hot = (int) Math.pow(HOT + 1, random.nextDouble());
                if (ask(store, "hot" + hot)) {
                    hits++;
                }
                for (int k = 0; k < crawled; k++) {
                    ask(store, "crawled" + crawler++);
                }
            }
            return (double) hits / READS;
        }

        private boolean ask(Store store, String what) {
            if (store.read(key(what)) != null) {
                return true;
            }
            store.write(entry(what, clock++, TEXT));
            return false;
        }
    }

    @Test
    void hotPagesStayInMemoryBesideIt() {
        double alone = new Readers().readBeside(CaffeineStore.ofMegabytes(4), 0);
        double beside = new Readers().readBeside(CaffeineStore.ofMegabytes(4), CRAWLED / READS);
        System.out.printf(
                Locale.ROOT, "hit rate of %d hot keys: alone %.4f, beside a crawler %.4f%n", HOT, alone, beside);
        assertThat(beside).isGreaterThan(alone - 0.01);
    }

    @Test
    void aFarStoreWithADoorkeeperTakesWhatIsAskedForAndLittleOfTheRest() {
        CaffeineStore open = CaffeineStore.ofMegabytes(4_000);
        new Readers().readBeside(CaffeineStore.ofMegabytes(1).inFrontOf(open), 1);
        CaffeineStore kept = CaffeineStore.ofMegabytes(4_000);
        Doorkeeper doorkeeper = Doorkeeper.remembering(1 << 17);
        double share = new Readers().readBeside(CaffeineStore.ofMegabytes(1).inFrontOf(kept, doorkeeper), 1);
        System.out.printf(
                Locale.ROOT,
                "far entries after %d crawled: %d, with a doorkeeper %d; hit rate %.4f%n",
                READS,
                open.size(),
                kept.size(),
                share);
        assertThat(open.size()).isGreaterThan(READS);
        assertThat(kept.size()).isLessThan(READS / 50);
        assertThat(share).isGreaterThan(0.99);
    }

    @Test
    void theSecondWritePassesAndTheFirstIsInTheNearStoreAllTheSame() {
        CaffeineStore near = CaffeineStore.ofMegabytes(1);
        CaffeineStore far = CaffeineStore.ofMegabytes(1);
        Store store = near.inFrontOf(far, Doorkeeper.remembering(1_000));
        store.write(entry("a", BORN));
        assertThat(near.read(key("a"))).isNotNull();
        assertThat(far.read(key("a"))).isNull();
        List<Store.Written> both = store.writeAll(List.of(entry("a", BORN + 1), entry("b", BORN)));
        assertThat(both).containsExactly(Store.Written.STORED, Store.Written.STORED);
        assertThat(far.read(key("a"))).isNotNull();
        assertThat(far.read(key("b"))).isNull();
    }

    @Test
    void aDoorkeeperForgetsWhenItHasMetAsManyKeysAsItRemembers() {
        Doorkeeper doorkeeper = Doorkeeper.remembering(100);
        int passed = 0;
        for (int i = 0; i < 10_000; i++) {
            if (doorkeeper.passes(key("once" + i))) {
                passed++;
            }
        }
        assertThat(passed).isLessThan(500);
        int atFirst = 0;
        int again = 0;
        for (int i = 0; i < 200; i++) {
            Key asked = key("new" + i);
            atFirst += doorkeeper.passes(asked) ? 1 : 0;
            again += doorkeeper.passes(asked) ? 1 : 0;
        }
        // It may forget between the two, and a few are taken for others.
        assertThat(atFirst).isLessThan(40);
        assertThat(again).isGreaterThan(180);
    }

    @Test
    void aDoorkeeperOfNothingIsRefused() {
        assertThatThrownBy(() -> Doorkeeper.remembering(0))
                .hasMessage(
                        "A doorkeeper cannot remember 0 keys. Write 1 to 134217728: a million keys take a megabyte.");
    }
}
