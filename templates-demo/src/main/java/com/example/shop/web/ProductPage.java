package com.example.shop.web;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Supplier;
import io.fragmentcache.thymeleaf.Lazy;
import java.util.List;

/** {@code /products/7}: one product, what customers say of it, and the form that puts it into the cart. */
final class ProductPage extends Page {

    private final Catalog catalog;
    private final Supplier supplier;

    ProductPage(Catalog catalog, Supplier supplier, Templates templates) {
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
        Product product = catalog.product(visit.id()).orElseThrow(Refusal::notFound);
        return Answer.view("product")
                .with("product", product)
                .with("reviews", Lazy.of(() -> catalog.reviews(product)))
                .with("offers", Lazy.of(() -> supplier.offers(List.of(product))));
    }
}
