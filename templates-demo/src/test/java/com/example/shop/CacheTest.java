package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheTest {

    private final Street street = new Street();
    private Visitor first;
    private Visitor second;

    /** Each test has a cold shop, in which nothing is made before somebody asks. */
    @BeforeEach
    void open() {
        street.open(Map.of("SHOP_ON_SAVE", "touch"), cache -> cache);
        first = street.visitor("en");
        second = street.visitor("en");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        street.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/categories/2", "/products/7"})
    void theSupplierIsAskedOnceForAPageAndNeverForItsHits(String path) {
        first.open(path);
        assertThat(street.journeys()).isEqualTo(1);
        first.open(path);
        second.open(path);
        assertThat(street.journeys()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/categories/2", "/products/7"})
    void thePageOfOneVisitorIsAHitForTheNext(String path) {
        assertThat(first.open(path).cacheStatus())
                .matches("fragments; fwd=miss; ttl=\\d+; stored; detail=\"hit=0 stale=0 miss=\\d+ bypass=0\"");
        assertThat(second.open(path).cacheStatus())
                .matches("fragments; hit; ttl=\\d+; detail=\"hit=1 stale=0 miss=0 bypass=0\"");
    }

    @Test
    void aPageThatIsStillTheSameIsNotSentAgain() {
        assertThat(first.open("/categories/1").header("ETag")).as("with a new session").isNull();
        String tag = first.open("/categories/1").header("ETag");
        assertThat(first.openAgain("/categories/1", tag).status()).isEqualTo(304);

        first.open("/products/50").press("Add to cart");
        assertThat(first.openAgain("/categories/1", tag).status()).isEqualTo(200);
    }

    @Test
    void serverTimingIsForDevelopers() {
        assertThat(first.open("/").header("Server-Timing")).isNull();
        street.close();
        street.open(Map.of("SHOP_DEV", "true"), cache -> cache);
        try (Visitor developer = street.visitor("en")) {
            assertThat(developer.open("/").header("Server-Timing"))
                    .startsWith("fragments;desc=\"hit=0 stale=0 miss=");
        }
    }

    @Test
    void savingOneProductOfFiftyMakesOneCardAnewAndReusesTheOthers() {
        first.open("/categories/1");
        first.open("/admin/products/1").type("stock", "3").press("Save");
        assertThat(second.open("/categories/1").cacheStatus())
                .matches("fragments; fwd=miss; ttl=\\d+; stored; detail=\"hit=49 stale=0 miss=5 bypass=0\"");
        assertThat(second.reads(".card:eq(0) .stock")).isEqualTo("Only 3 left");
    }

    @Test
    void pagesOfOneVisitorAloneAskForNoFragment() {
        assertThat(first.open("/cart").cacheStatus()).isNull();
        assertThat(first.open("/login").cacheStatus()).isNull();
        assertThat(first.open("/admin/products/1").cacheStatus()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/categories/3", "/products/8"})
    void aHitIsTheMissByteForByte(String path) {
        String miss = first.open(path).response().getContentAsString();
        assertThat(first.open(path).response().getContentAsString())
                .isEqualTo(miss)
                .doesNotContain("cache:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/categories/4", "/products/9"})
    void aPageFromTheCacheHoldsNothingOfTheVisitorItWasRenderedFor(String path) {
        first.open("/login").type("name", "Zoë").press("Log in");
        String token = first.open("/products/9").sees().select("[name=token]").attr("value");
        first.open(path);
        second.open("/login").type("name", "José").press("Log in");
        assertThat(second.open(path).reads(".user")).isEqualTo("Hello, José");
        assertThat(second.response().getContentAsString()).doesNotContain("Hello, Zoë", token, first.session());
    }

    @Test
    void eachLanguageHasItsOwnFragments() {
        assertThat(first.open("/categories/5").reads("h1")).isEqualTo("Pots & kettles");
        assertThat(first.open("/categories/5?lang=de").reads("h1")).isEqualTo("Kannen & Kessel");
        assertThat(second.open("/categories/5").reads("h1")).isEqualTo("Pots & kettles");
    }

    @Test
    void aSavedProductIsNewOnEveryPageThatShowsIt() {
        String cup = "Ostfriesenrose, now in stock";
        first.open("/categories/6");
        first.open("/products/161");
        first.open("/admin/products/161")
                .type("nameEn", cup)
                .type("stock", "100")
                .press("Save");
        assertThat(second.open("/products/161").reads("h1")).isEqualTo(cup);
        assertThat(second.open("/categories/6").reads(".card h3")).contains(cup);
    }
}
