package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoginTest {

    @RegisterExtension
    static final Street STREET = new Street();

    private final Visitor visitor = STREET.visitor("en");

    @AfterEach
    void goHome() {
        visitor.close();
    }

    @Test
    void theNameStandsInTheHeaderOfEveryPageAndOnlyForThisVisitor() {
        visitor.open("/login").type("name", "Zoë Groß").press("Log in");
        assertThat(visitor.reads(".user")).isEqualTo("Hello, Zoë Groß");
        assertThat(visitor.open("/categories/1").reads(".user")).isEqualTo("Hello, Zoë Groß");
        try (Visitor other = STREET.visitor("en")) {
            assertThat(other.open("/categories/1").reads(".user")).isEqualTo("Log in");
        }
    }

    @Test
    void aNameIsTextHoweverMuchItLooksLikeATag() {
        String name = "<script>alert('x')</script>\"&[[${7*7}]]";
        visitor.open("/login").type("name", name).press("Log in");
        assertThat(visitor.reads(".user")).isEqualTo("Hello, " + name);
        assertThat(visitor.open("/login").reads("form p")).isEqualTo("You are here as " + name + ".");
        assertThat(visitor.sees().select("script")).isEmpty();
        assertThat(visitor.response().getContentAsString()).contains("&lt;script&gt;");
    }

    @Test
    void theSessionIdChangesWithTheLogin() {
        String before = visitor.open("/login").session();
        visitor.type("name", "Zoë").press("Log in");
        assertThat(visitor.session()).isNotEqualTo(before);
    }

    @Test
    void aBlankNameIsAskedForAgain() {
        visitor.open("/login").type("name", "   ").press("Log in");
        assertThat(visitor.status()).isEqualTo(422);
        assertThat(visitor.reads("[role=alert]")).isEqualTo("Enter a name.");
        assertThat(visitor.reads(".user")).isEqualTo("Log in");
    }

    @Test
    void whoLeavesIsForgotten() {
        visitor.open("/products/50").press("Add to cart");
        visitor.open("/login").type("name", "Zoë").press("Log in");
        assertThat(visitor.reads(".top .cart")).isEqualTo("Cart (1)");
        visitor.open("/login").press("Log out");
        assertThat(visitor.reads(".user")).isEqualTo("Log in");
        assertThat(visitor.reads(".top .cart")).isEqualTo("Cart");
    }
}
