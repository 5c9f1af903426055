package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceTest {

    /** All cards are there; the list and what is around it are made of them. Jitter decides how long they are fresh. */
    private static final String ALL_CARDS =
            "fragments; fwd=miss; ttl=\\d+; stored; detail=\"hit=50 stale=0 miss=2 bypass=0\"";

    private final Queue<Runnable> background = new ConcurrentLinkedQueue<>();
    private final Street street = new Street();

    @AfterEach
    void close() {
        street.close();
    }

    @Test
    void afterAWarmUpTheFirstShelfHasAllItsCardsInBothLanguages() {
        open(Map.of("SHOP_WARM", "cards"));
        assertThat(street.awaitWarmth()).isEqualTo("400 fragments, 0 of them failed, 0 are left.");
        int journeys = street.journeys();
        try (Visitor english = street.visitor("en");
                Visitor german = street.visitor("de")) {
            assertThat(english.open("/categories/1").cacheStatus()).matches(ALL_CARDS);
            assertThat(german.open("/categories/1").cacheStatus()).matches(ALL_CARDS);
            assertThat(english.reads(".card:eq(0) h3")).isEqualTo("Assam Mangalam");
            assertThat(english.sees().select(".card form [name=token]")).hasSize(50);
        }
        assertThat(street.journeys()).isEqualTo(journeys);
    }

    @Test
    void aSavedProductHasItsNewCardBeforeAnyoneAsks() {
        open(Map.of());
        try (Visitor owner = street.visitor("en");
                Visitor customer = street.visitor("en")) {
            customer.open("/categories/1");
            save(owner, "Assam, regenerated");
            int journeys = street.journeys();
            assertThat(background).isNotEmpty();
            runBackground();
            assertThat(street.journeys()).isGreaterThan(journeys);

            int asked = street.journeys();
            assertThat(customer.open("/categories/1").cacheStatus())
                    .matches(ALL_CARDS);
            assertThat(customer.reads(".card:eq(0) h3")).isEqualTo("Assam, regenerated");
            assertThat(street.journeys()).isEqualTo(asked);
        }
    }

    @Test
    void aSavedProductHasItsNewPageBeforeAnyoneAsks() {
        open(Map.of());
        try (Visitor owner = street.visitor("en");
                Visitor customer = street.visitor("en")) {
            customer.open("/products/1");
            save(owner, "Assam, regenerated");
            runBackground();
            assertThat(customer.open("/products/1").cacheStatus())
                    .matches("fragments; hit; ttl=\\d+; detail=\"hit=1 stale=0 miss=0 bypass=0\"");
            assertThat(customer.reads("h1")).isEqualTo("Assam, regenerated");
        }
    }

    @Test
    void whereASaveOnlyTouchesNothingIsMadeBeforeSomebodyAsks() {
        open(Map.of("SHOP_ON_SAVE", "touch"));
        try (Visitor owner = street.visitor("en");
                Visitor customer = street.visitor("en")) {
            customer.open("/categories/1");
            save(owner, "Assam, touched");
            assertThat(background).isEmpty();
            assertThat(customer.open("/categories/1").reads(".card:eq(0) h3")).isEqualTo("Assam, touched");
        }
    }

    @Test
    void whereASaveTellsNothingTheVersionTellsOnThePageOfTheProductAndTimeOnItsShelf() {
        open(Map.of("SHOP_ON_SAVE", "nothing"));
        try (Visitor owner = street.visitor("en");
                Visitor customer = street.visitor("en")) {
            customer.open("/categories/1");
            customer.open("/products/1");
            save(owner, "Assam, unannounced");
            assertThat(customer.open("/products/1").reads("h1")).isEqualTo("Assam, unannounced");
            assertThat(customer.open("/categories/1").reads(".card:eq(0) h3")).isEqualTo("Assam Mangalam");
        }
    }

    private void open(Map<String, String> environment) {
        street.open(environment, cache -> cache.executor(background::add));
    }

    private static void save(Visitor owner, String name) {
        owner.open("/admin/products/1").type("nameEn", name).press("Save");
    }

    private void runBackground() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }
}
