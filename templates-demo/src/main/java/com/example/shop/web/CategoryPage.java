package com.example.shop.web;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Category;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Supplier;
import io.fragmentcache.thymeleaf.Lazy;
import java.util.List;

/** {@code /categories/1}: all goods of one shelf. */
final class CategoryPage extends Page {

    private final Catalog catalog;
    private final Supplier supplier;

    CategoryPage(Catalog catalog, Supplier supplier, Templates templates) {
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
        Category category = catalog.category(visit.id()).orElseThrow(Refusal::notFound);
        Lazy<List<Product>> products = Lazy.of(() -> catalog.products(category));
        return Answer.view("category")
                .with("category", category)
                .with("products", products)
                .with("offers", Lazy.of(() -> supplier.offers(products.getValue())));
    }
}
