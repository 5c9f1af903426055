package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdminTest {

    @RegisterExtension
    static final Street STREET = new Street();

    private final Visitor owner = STREET.visitor("en");
    private final Visitor customer = STREET.visitor("en");

    @AfterEach
    void goHome() {
        owner.close();
        customer.close();
    }

    @Test
    void aSavedFormChangesWhatTheProductPageShows() {
        assertThat(customer.open("/products/60").reads("h1")).isEqualTo("Kukicha, stem tea");
        owner.open("/admin/products/60")
                .type("nameDe", "Kukicha für Zoë")
                .type("nameEn", "Kukicha à la Zoë, 5 €")
                .type("price", "11,5")
                .type("stock", "3")
                .press("Save");

        assertThat(owner.path()).isEqualTo("/admin/products/60?saved");
        assertThat(owner.reads("[role=status]")).isEqualTo("Saved.");
        assertThat(customer.open("/products/60").reads("h1")).isEqualTo("Kukicha à la Zoë, 5 €");
        assertThat(customer.reads(".facts .offer")).isEqualTo("€11.50 Only 3 left");
        assertThat(customer.open("/products/60?lang=de").reads("h1")).isEqualTo("Kukicha für Zoë");
    }

    @Test
    void aSavedFormChangesTheCardOnTheShelf() {
        assertThat(customer.open("/categories/1").reads(".card:eq(0) h3")).isEqualTo("Assam Mangalam");
        owner.open("/admin/products/1")
                .type("nameEn", "Assam Mangalam, new harvest")
                .type("stock", "0")
                .press("Save");
        assertThat(customer.open("/categories/1").reads(".card:eq(0) h3")).isEqualTo("Assam Mangalam, new harvest");
        assertThat(customer.reads(".card:eq(0) .stock")).isEqualTo("Sold out");
    }

    @Test
    void whatCannotBeTakenIsNamedAndStaysInTheFields() {
        owner.open("/admin/products/61")
                .type("nameEn", " ")
                .type("price", "cheap")
                .type("stock", "-1")
                .press("Save");
        assertThat(owner.status()).isEqualTo(422);
        assertThat(owner.sees().select("[role=alert] li").eachText())
                .containsExactly(
                        "A name has 1 to 120 characters.",
                        "Write a price such as 12.90.",
                        "Stock is a whole number from 0 to 100000.");
        assertThat(owner.sees().select("[name=price]").attr("value")).isEqualTo("cheap");
        assertThat(owner.sees().select("[aria-invalid=true]").eachAttr("name"))
                .containsExactly("nameEn", "price", "stock");
        assertThat(owner.sees().select("[autofocus]").eachAttr("name")).containsExactly("nameEn");
        String told = owner.sees().select("[name=price]").attr("aria-describedby");
        assertThat(owner.sees().getElementById(told).text()).isEqualTo("Write a price such as 12.90.");
        assertThat(owner.sees().title()).startsWith("Edit product: Late summer bancha");
        assertThat(customer.open("/products/61").reads("h1")).isEqualTo("Late summer bancha");
    }

    @Test
    void theSecondOfTwoWhoEditTheSameStateIsToldAndChangesNothing() {
        try (Visitor partner = STREET.visitor("en")) {
            owner.open("/admin/products/62");
            partner.open("/admin/products/62");
            owner.type("nameEn", "By the owner").press("Save");
            partner.type("nameEn", "By the partner").press("Save");
            assertThat(partner.status()).isEqualTo(409);
            assertThat(partner.reads("[role=status]"))
                    .isEqualTo("Somebody else has changed this product in the meantime. These are the values now.");
            assertThat(partner.sees().select("[name=nameEn]").attr("value")).isEqualTo("By the owner");
        }
        assertThat(customer.open("/products/62").reads("h1")).isEqualTo("By the owner");
    }

    @Test
    void aNameIsTextHoweverMuchItLooksLikeATag() {
        owner.open("/admin/products/63")
                .type("nameEn", "<img src=x> [[${7*7}]] __${7*7}__")
                .press("Save");
        assertThat(customer.open("/products/63").reads("h1")).isEqualTo("<img src=x> [[${7*7}]] __${7*7}__");
        assertThat(customer.open("/categories/2").reads(".card h3")).contains("<img src=x> [[${7*7}]] __${7*7}__");
        assertThat(customer.sees().select("img")).isEmpty();
    }
}
