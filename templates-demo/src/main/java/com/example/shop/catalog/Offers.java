package com.example.shop.catalog;

import java.util.Map;

/** The offers for the products of one page, fetched in one call. */
public record Offers(Map<Integer, Offer> byProduct) {

    public Offers {
        byProduct = Map.copyOf(byProduct);
    }

    public Offer of(Product product) {
        Offer offer = byProduct.get(product.id());
        if (offer == null) {
            throw new IllegalArgumentException("Product " + product.id() + " was not among those asked for.");
        }
        return offer;
    }
}
