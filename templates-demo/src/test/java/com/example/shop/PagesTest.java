package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesTest {

    @RegisterExtension
    static final Street STREET = new Street();

    private final Visitor english = STREET.visitor("en-GB,en;q=0.9");
    private final Visitor german = STREET.visitor("de-AT,de;q=0.9,en;q=0.5");

    @AfterEach
    void goHome() {
        english.close();
        german.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | Fine tea and kitchen goods | Feiner Tee und Küchenware",
                "/categories/1 | Black tea | Schwarztee",
                "/categories/4 | Herbs & fruit | Kräuter & Früchte",
                "/products/43 | English breakfast | Englisches Frühstück",
                "/cart | Your cart | Ihr Warenkorb",
                "/login | Log in | Anmelden",
                "/admin/products/43 | Edit product: English breakfast No. 43 | Artikel bearbeiten: Englisches Frühstück Nr. 43",
                "/nowhere | This shelf is empty | Dieses Regal ist leer"
            })
    void everyPageSpeaksBothLanguages(String path, String inEnglish, String inGerman) {
        assertThat(english.open(path).reads("h1")).isEqualTo(inEnglish);
        assertThat(english.sees().select("html").attr("lang")).isEqualTo("en");
        assertThat(german.open(path).reads("h1")).isEqualTo(inGerman);
        assertThat(german.sees().select("html").attr("lang")).isEqualTo("de");
    }

    @Test
    void theLanguageAVisitorAskedForIsRememberedOnTheNextPage() {
        assertThat(english.open("/categories/1?lang=de").reads("h1")).isEqualTo("Schwarztee");
        assertThat(english.open("/categories/2").reads("h1")).isEqualTo("Grüntee & Weißtee");
        assertThat(english.open("/categories/2?lang=en").reads("h1")).isEqualTo("Green & white tea");
    }

    @Test
    void aLanguageTheShopDoesNotSpeakIsEnglish() {
        try (Visitor french = STREET.visitor("fr-FR")) {
            assertThat(french.open("/categories/1").reads("h1")).isEqualTo("Black tea");
            assertThat(french.open("/categories/1?lang=xx").reads("h1")).isEqualTo("Black tea");
        }
    }

    @Test
    void theFirstCategoryShowsFiftyCardsWithPriceAndStars() {
        Document page = english.open("/categories/1").sees();
        assertThat(page.select(".cards > .card")).hasSize(50);
        assertThat(page.select(".card .price"))
                .hasSize(50)
                .allSatisfy(price -> assertThat(price.text()).matches("€\\d+\\.\\d\\d"));
        assertThat(page.select(".card .stars"))
                .hasSize(50)
                .allSatisfy(stars -> assertThat(stars.text()).matches("[★☆]{5}"));
    }

    @Test
    void pricesAreWrittenAsTheLanguageWritesThem() {
        assertThat(english.open("/products/50").reads(".facts .price")).isEqualTo("€20.00");
        assertThat(german.open("/products/50").reads(".facts .price")).isEqualTo("20,00 €");
    }

    @Test
    void aProductPageShowsAllReviewsTheStarsWereCountedFrom() {
        Document page = english.open("/products/1").sees();
        assertThat(page.select(".review")).isNotEmpty();
        assertThat(page.select(".facts .rating small").text())
                .isEqualTo(page.select(".review").size() + " reviews");
    }

    @Test
    void aReviewSaysInWhichLanguageItIsWritten() {
        Document page = english.open("/products/1").sees();
        assertThat(page.select(".review p[lang]").eachAttr("lang")).contains("de", "en");
        assertThat(page.select(".review p[lang]")).hasSameSizeAs(page.select(".review"));
    }

    @Test
    void accentsUmlautsAndEuroSignsArriveIntact() {
        assertThat(german.open("/categories/1").reads(".card h3"))
                .contains("Earl Grey Crème", "Ostfriesische Mischung „Gröönland“", "Probierkiste „10 Tees für 20 €“");
        assertThat(german.response().getContentType()).isEqualTo("text/html");
        assertThat(german.response().getContentCharset().name()).isEqualTo("UTF-8");
        assertThat(english.open("/categories/3").reads(".card h3")).contains("Lâm Đồng", "“five times €5”");
    }

    @Test
    void noLinkLeadsToAnEmptyShelf() {
        Set<String> links = new TreeSet<>();
        for (String start : List.of("/", "/categories/8", "/products/200", "/cart", "/login", "/admin/products/200")) {
            english.open(start).sees().select("a[href], link[href]").forEach(link -> links.add(link.attr("href")));
        }
        assertThat(links)
                .hasSizeGreaterThan(30)
                .filteredOn(link -> link.startsWith("/"))
                .allSatisfy(
                        link -> assertThat(english.open(link).status()).as(link).isEqualTo(200));
    }

    @Test
    void everyDrawingThatAPageUsesIsOnThePage() {
        for (int category = 1; category <= 8; category++) {
            Document page = english.open("/categories/" + category).sees();
            assertThat(page.select("use").eachAttr("href"))
                    .isNotEmpty()
                    .allSatisfy(href -> assertThat(page.select("symbol" + href)).hasSize(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/nowhere",
        "/categories/9",
        "/categories/",
        "/categories/one",
        "/products/201",
        "/products/99999999999",
        "/assets/../schema.sql"
    })
    void whatIsNotThereIsA404(String path) {
        assertThat(english.open(path).status()).isEqualTo(404);
    }

    @Test
    void healthSaysOk() {
        assertThat(english.open("/health").response().getContentAsString()).isEqualTo("ok");
    }

    @Test
    void theStylesheetMayBeKeptForAYearUnderItsOwnAddress() {
        String address = english.open("/").sees().select("link[rel=stylesheet]").attr("href");
        assertThat(address).matches("/assets/shop\\.css\\?v=[0-9a-f]+");
        assertThat(english.open(address).response().getResponseHeaderValue("Cache-Control"))
                .isEqualTo("public, max-age=31536000, immutable");
    }

    @Test
    void noAddressHoldsASessionEvenBeforeTheFirstCookie() {
        assertThat(english.open("/products/1").response().getContentAsString()).doesNotContain("jsessionid");
    }
}
