package com.example.shop.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SeedTest {

    private static Database database;
    private static Database another;
    private static Catalog catalog;

    @BeforeAll
    static void sow() {
        database = sown();
        another = sown();
        catalog = new Catalog(database, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        database.close();
        another.close();
    }

    @Test
    void everySeedGrowsTheSameRows() {
        assertThat(rows(another)).isEqualTo(rows(database));
    }

    @Test
    void thereAreEightCategoriesTwoHundredProductsAndTwoThousandReviews() {
        List<Product> products = catalog.categories().stream()
                .flatMap(category -> catalog.products(category).stream())
                .toList();
        assertThat(catalog.categories()).hasSize(8);
        assertThat(products).hasSize(200);
        assertThat(products.stream()
                        .mapToInt(product -> product.rating().count())
                        .sum())
                .isEqualTo(2000);
        assertThat(products)
                .allSatisfy(product -> assertThat(product.rating().count()).isPositive());
    }

    @Test
    void noTwoProductsHaveOneName() {
        List<Product> products = catalog.categories().stream()
                .flatMap(category -> catalog.products(category).stream())
                .toList();
        assertThat(products).extracting(product -> product.name(Locale.GERMAN)).doesNotHaveDuplicates();
        assertThat(products).extracting(product -> product.name(Locale.ENGLISH)).doesNotHaveDuplicates();
    }

    @Test
    void tablesThatAreFilledAreLeftAlone() {
        List<String> before = rows(database);
        Seed.sow(database);
        assertThat(rows(database)).isEqualTo(before);
    }

    private static Database sown() {
        Database database = Database.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Seed.sow(database);
        return database;
    }

    private static List<String> rows(Database database) {
        Catalog catalog = new Catalog(database, Clock.systemUTC());
        Supplier supplier = new Supplier(database, () -> {});
        return catalog.categories().stream()
                .flatMap(category -> catalog.products(category).stream())
                .map(product -> product + " " + supplier.offer(product) + " " + catalog.reviews(product))
                .toList();
    }
}
