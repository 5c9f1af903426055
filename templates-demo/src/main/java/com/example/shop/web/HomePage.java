package com.example.shop.web;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Supplier;
import io.fragmentcache.thymeleaf.Lazy;
import java.util.List;

/** {@code /}: the shelves, and what customers love. */
final class HomePage extends Page {

    private final Catalog catalog;
    private final Supplier supplier;

    HomePage(Catalog catalog, Supplier supplier, Templates templates) {
        super(catalog, templates);
        this.catalog = catalog;
        this.supplier = supplier;
    }

    @Override
    boolean isOfTheShop() {
        return true;
    }

    @Override
    Answer get(Visit visit) {
        Lazy<List<Product>> highlights = Lazy.of(catalog::highlights);
        return Answer.view("home")
                .with("highlights", highlights)
                .with("offers", Lazy.of(() -> supplier.offers(highlights.getValue())));
    }
}
