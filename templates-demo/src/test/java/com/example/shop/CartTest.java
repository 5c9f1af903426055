package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CartTest {

    @RegisterExtension
    static final Street STREET = new Street();

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
        zoe.open("/products/192").press("Add to cart");
        assertThat(zoe.sees().select(".basket tbody td[data-label=Sum]").eachText())
                .containsExactly("€40.00", "€8.90");
        assertThat(zoe.reads(".total")).isEqualTo("€48.90");
    }

    @Test
    void theSameProductAddedTwiceIsOneLine() {
        zoe.open("/products/50").press("Add to cart");
        zoe.open("/products/50").press("Add to cart");
        assertThat(zoe.sees().select(".basket tbody td[data-label=Quantity]").eachText())
                .containsExactly("2");
    }

    @Test
    void theButtonOfACardAddsOneOfItsProduct() {
        zoe.open("/categories/1").press("Add to cart");
        assertThat(zoe.reads(".basket tbody th")).isEqualTo("Assam Mangalam");
        zoe.open("/categories/2").press("Add to cart");
        assertThat(zoe.sees().select(".basket tbody td[data-label=Quantity]").eachText())
                .containsExactly("1", "1");
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
