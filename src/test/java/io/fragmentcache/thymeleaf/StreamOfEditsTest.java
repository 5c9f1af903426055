package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.Stage;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * Ten minutes of a shop: an edit a second of one of 200 products, and a hundred views a second, whose products are chosen by
 * Zipf's law. What hits, and what shows a name of before an edit.
 */
class StreamOfEditsTest {
    private static final int PRODUCTS = 200;
    private static final int SECONDS = 600;
    private static final int VIEWS = 100;

    private record Seen(double hits, double outdated) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "hits %.2f %%, outdated views %.2f %%", 100 * hits, 100 * outdated);
        }
    }

    /** @param edited is told which product was edited, after the edit */
    private static Seen watch(String lifetime, BiConsumer<Stage, Integer> edited) {
        Random random = new Random(7);
        Stage shop = Stage.lifetime(lifetime).template("page", """
                <p cache:fragment="card" cache:key="${id}" cache:tags="|Product:${id}|">[[${name}]]</p>""");
        int[] names = new int[PRODUCTS];
        int hits = 0;
        int outdated = 0;
        for (int second = 0; second < SECONDS; second++) {
            int product = random.nextInt(PRODUCTS);
            names[product]++;
            edited.accept(shop, product);
            for (int view = 0; view < VIEWS; view++) {
                int seen = (int) Math.pow(PRODUCTS + 1, random.nextDouble()) - 1;
                String name = "name " + names[seen];
                shop.with("id", seen).with("name", name);
                var page = shop.render("page");
                if (page.events().stream().anyMatch(event -> event.what().equals("HIT"))) {
                    hits++;
                }
                if (!page.text().equals("<p>" + name + "</p>")) {
                    outdated++;
                }
                shop.wait(Duration.ofMillis(1_000 / VIEWS));
            }
        }
        double views = SECONDS * VIEWS;
        return new Seen(hits / views, outdated / views);
    }

    private static void touch(Stage shop, int product) {
        shop.cache().touch("Product", product);
        shop.cache().engine().requests().end();
    }

    private static void touchAll(Stage shop, int product) {
        shop.cache().touch(Tag.EVERYTHING);
        shop.cache().engine().requests().end();
    }

    @Test
    void touchesKeepHitsWhereClearingLosesThemAndTimeShowsWhatIsOutdated() {
        Seen touched = watch("1h fresh", StreamOfEditsTest::touch);
        Seen cleared = watch("1h fresh", StreamOfEditsTest::touchAll);
        Seen tenSeconds = watch("10s fresh, 0s stale", (shop, product) -> {});
        Seen minute = watch("1m fresh, 0s stale", (shop, product) -> {});
        System.out.println("TABLE touch: " + touched);
        System.out.println("TABLE clear all: " + cleared);
        System.out.println("TABLE 10 s alone: " + tenSeconds);
        System.out.println("TABLE 1 min alone: " + minute);
        assertThat(touched.hits()).isGreaterThan(0.98);
        assertThat(touched.outdated()).isZero();
        assertThat(cleared.outdated()).isZero();
        assertThat(cleared.hits()).isLessThan(0.75);
        assertThat(minute.outdated()).isGreaterThan(0.05);
    }
}
