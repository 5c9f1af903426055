package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CartTest {

    @RegisterExtension
    static final Street STREET = new Street();

    private static final String AMOUNTS = ".basket tbody [name=quantity]";

    private final Visitor zoe = STREET.visitor("en");
    private final Visitor jose = STREET.visitor("en");

    @AfterEach
    void goHome() {
        zoe.close();
        jose.close();
    }

    @Test
    void whatOneVisitorGathersIsNotInTheCartOfAnother() {
        zoe.open("/products/50").type("quantity", "2").press("Add to cart");
        jose.open("/products/51").press("Add to cart");

        assertThat(zoe.path()).isEqualTo("/cart");
        assertThat(zoe.reads(".basket tbody th")).isEqualTo("Tasting box “Ten teas for €20”");
        assertThat(jose.reads(".basket tbody th")).isEqualTo("Sencha from Kagoshima");
        assertThat(zoe.open("/").reads(".cart")).isEqualTo("Cart (2)");
        assertThat(jose.open("/").reads(".cart")).isEqualTo("Cart (1)");
    }

    @Test
    void theTotalIsTheSumOfTheLines() {
        zoe.open("/products/50").type("quantity", "2").press("Add to cart");
        zoe.open("/products/193").press("Add to cart");
        assertThat(zoe.sees().select(".basket tbody td[data-label=Sum]").eachText())
                .containsExactly("€40.00", "€9.40");
        assertThat(zoe.reads(".total")).isEqualTo("€49.40");
    }

    @Test
    void theSameProductAddedTwiceIsOneLine() {
        zoe.open("/products/50").press("Add to cart");
        zoe.open("/products/50").press("Add to cart");
        assertThat(zoe.sees().select(AMOUNTS).eachAttr("value")).containsExactly("2");
    }

    @Test
    void theButtonOfACardAddsOneOfItsProductAndTheVisitorStaysAtTheShelf() {
        zoe.open("/categories/1").press("Add to cart");
        assertThat(zoe.path()).isEqualTo("/categories/1");
        assertThat(zoe.reads(".card:has(#product-1) .mine")).isEqualTo("1 in cart");
        zoe.open("/categories/2").press("Add to cart");
        assertThat(zoe.open("/cart").sees().select(AMOUNTS).eachAttr("value")).containsExactly("1", "1");
        assertThat(zoe.reads(".basket tbody th")).startsWith("Assam Mangalam");
    }

    @Test
    void aFormFromNoPageOfTheShopLeadsToTheCart() {
        String token =
                zoe.open("/products/50").sees().select("input[name=token]").attr("value");
        zoe.forge("/cart", "product=50&token=" + token);
        assertThat(zoe.path()).isEqualTo("/cart");
    }

    @Test
    void theQuantityIsChangedInTheCart() {
        zoe.open("/products/50").press("Add to cart").type("quantity", "3").press("Change");
        assertThat(zoe.sees().select(AMOUNTS).eachAttr("value")).containsExactly("3");
        assertThat(zoe.reads(".total")).isEqualTo("€60.00");
    }

    @Test
    void whatIsSoldOutCannotBeAdded() {
        String soldOut = zoe.open("/categories/1")
                .sees()
                .select(".card:has(.stock.none) h3 a")
                .attr("href");
        assertThat(zoe.sees().select(".card:has(.stock.none) .add button:not([disabled])"))
                .isEmpty();
        assertThat(zoe.sees().select(".card:has(.stock.none) .add button[disabled]"))
                .isNotEmpty();
        assertThat(zoe.sees().select(".card:not(:has(.stock.none)) .add button[disabled]"))
                .isEmpty();
        assertThat(zoe.open(soldOut).sees().select(".buy button[disabled]")).hasSize(1);
    }

    @Test
    void aCardFromTheCacheTellsEachVisitorWhatIsInTheirOwnCart() {
        jose.open("/categories/1");
        zoe.open("/products/1").type("quantity", "2").press("Add to cart");

        assertThat(zoe.open("/categories/1").cacheStatus()).startsWith("fragments; hit;");
        assertThat(zoe.reads(".card:eq(0) .mine")).isEqualTo("2 in cart");
        assertThat(zoe.open("/products/1").reads(".buy .mine")).isEqualTo("2 in cart");
        assertThat(jose.open("/categories/1").sees().select(".mine")).isEmpty();
        assertThat(jose.press("Add to cart").reads(".top .cart")).isEqualTo("Cart (1)");
    }

    @Test
    void everyCardHasItsVisitorsToken() {
        List<String> ofZoe = zoe.open("/categories/3").sees().select(".add [name=token]").eachAttr("value");
        List<String> ofJose = jose.open("/categories/3").sees().select(".add [name=token]").eachAttr("value");

        assertThat(ofZoe).hasSizeGreaterThan(10).containsOnly(ofZoe.get(0));
        assertThat(ofJose).hasSameSizeAs(ofZoe).containsOnly(ofJose.get(0)).doesNotContain(ofZoe.get(0));
    }

    @Test
    void whatIsRemovedIsGone() {
        zoe.open("/products/50").press("Add to cart").press("Remove");
        assertThat(zoe.reads("main")).startsWith("Your cart Nothing here yet.");
        assertThat(zoe.reads(".top .cart")).isEqualTo("Cart");
    }

    @Test
    void aFormWithoutTheVisitorsTokenChangesNothing() {
        zoe.open("/products/50").press("Add to cart");
        assertThat(zoe.forge("/cart", "product=51&quantity=1").status()).isEqualTo(403);
        assertThat(zoe.forge("/cart", "product=51&quantity=1&token=guessed").status())
                .isEqualTo(403);
        assertThat(zoe.reads("h1")).isEqualTo("This form has grown old");
        assertThat(zoe.open("/cart").reads(".basket tbody th")).isEqualTo("Tasting box “Ten teas for €20”");
    }

    @Test
    void aPageWithoutAFormTakesNoPost() {
        String token =
                zoe.open("/products/50").sees().select("input[name=token]").attr("value");
        assertThat(zoe.forge("/products/50", "token=" + token).status()).isEqualTo(405);
    }
}
