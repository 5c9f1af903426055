package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShopTest {

    @Test
    void aPortThatIsTakenIsNamedAndFreeAgainWhenTheFirstShopCloses() {
        int port;
        try (Shop first = Shop.open(on(0))) {
            port = URI.create(first.url()).getPort();
            assertThatThrownBy(() -> Shop.open(on(port)))
                    .hasMessage("The shop cannot open on port " + port + ". Set PORT to a free one, or to 0 for any.");
        }
        try (Shop second = Shop.open(on(port))) {
            assertThat(second.url()).isEqualTo("http://127.0.0.1:" + port + "/");
        }
    }

    @Test
    void aDatabaseThatCannotBeOpenedIsNamedByItsVariable() {
        assertThatThrownBy(() -> Shop.open(Street.settings(Map.of("SHOP_DB", "jdbc:none:x"))))
                .hasMessageStartingWith("SHOP_DB cannot be opened: ");
    }

    private static Settings on(int port) {
        return Street.settings(Map.of("PORT", "" + port));
    }
}
