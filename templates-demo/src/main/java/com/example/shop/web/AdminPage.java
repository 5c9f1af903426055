package com.example.shop.web;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Supplier;
import java.util.function.Consumer;

/** {@code /admin/products/7}: changes name, price and stock. A real shop would ask who you are first. */
final class AdminPage extends Page {

    private final Catalog catalog;
    private final Supplier supplier;
    private final Consumer<Product> saved;

    AdminPage(Catalog catalog, Supplier supplier, Consumer<Product> saved, Templates templates) {
        super(catalog, templates);
        this.catalog = catalog;
        this.supplier = supplier;
        this.saved = saved;
    }

    @Override
    Answer get(Visit visit) {
        return asSaved(visit, visit.has("saved") ? "admin.saved" : "");
    }

    @Override
    Answer post(Visit visit) {
        Product product = product(visit);
        ProductForm form = ProductForm.sent(visit);
        if (!form.mistakes().isEmpty()) {
            return view(visit, product, form, "").status(422);
        }
        if (form.version() != product.version() || !catalog.change(product, form.names(), form.offer())) {
            return asSaved(visit, "admin.conflict").status(409);
        }
        saved.accept(product);
        return Answer.redirect("/admin/products/" + product.id() + "?saved");
    }

    private Answer.View asSaved(Visit visit, String notice) {
        Product product = product(visit);
        return view(visit, product, ProductForm.of(product, supplier.offer(product)), notice);
    }

    private static Answer.View view(Visit visit, Product product, ProductForm form, String notice) {
        return Answer.view("admin")
                .with("product", product)
                .with("form", form)
                .with("notice", notice)
                .with("token", visit.token());
    }

    private Product product(Visit visit) {
        return catalog.product(visit.id()).orElseThrow(Refusal::notFound);
    }
}
