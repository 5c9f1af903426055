package com.example.shop.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupplierTest {

    private final Database database = Database.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    private final Catalog catalog = new Catalog(database, Clock.systemUTC());
    private final AtomicInteger journeys = new AtomicInteger();
    private final Supplier supplier = new Supplier(database, journeys::incrementAndGet);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aWholeShelfIsOneJourney() {
        Seed.sow(database);
        List<Product> shelf = catalog.products(catalog.category(1).orElseThrow());
        Offers offers = supplier.offers(shelf);
        assertThat(shelf)
                .hasSize(50)
                .allSatisfy(product ->
                        assertThat(offers.of(product).price().cents()).isPositive());
        assertThat(journeys).hasValue(1);
    }

    @Test
    void anOfferThatWasNotAskedForIsNotMadeUp() {
        Seed.sow(database);
        Product asked = catalog.product(7).orElseThrow();
        Product other = catalog.product(8).orElseThrow();
        Offers offers = supplier.offers(List.of(asked));
        assertThatThrownBy(() -> offers.of(other)).hasMessage("Product 8 was not among those asked for.");
    }
}
