package com.example.shop.web;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Supplier;
import io.fragmentcache.thymeleaf.Lazy;
import java.util.List;
import java.util.Map;

/** What a fragment of one product reads when it is rendered and no visitor is there. */
public record Variables(Catalog catalog, Supplier supplier) {

    /** @param id of the product, as the key of the fragment holds it */
    public Map<String, Object> card(Object id) {
        Product product = product(id);
        return Map.of("product", product, "offers", Lazy.of(() -> supplier.offers(List.of(product))));
    }

    /** @param id of the product, as the key of the fragment holds it */
    public Map<String, Object> page(Object id) {
        Product product = product(id);
        return Map.of(
                "product", product,
                "reviews", Lazy.of(() -> catalog.reviews(product)),
                "offers", Lazy.of(() -> supplier.offers(List.of(product))));
    }

    private Product product(Object id) {
        return catalog.product((Integer) id)
                .orElseThrow(() -> new IllegalArgumentException("There is no product " + id + " any more."));
    }
}
