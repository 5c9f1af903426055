package com.example.shop.catalog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The supplier's service: knows price and stock, and takes its time. This is why rendering a page is slow. */
public final class Supplier {

    private final Database database;
    private final Runnable journey;

    /** The journey is made once for each call, and takes as long as it takes. */
    public Supplier(Database database, Runnable journey) {
        this.database = database;
        this.journey = journey;
    }

    /** One call, however many products. */
    public Offers offers(Collection<Product> products) {
        journey.run();
        List<Integer> ids = products.stream().map(Product::id).toList();
        Map<Integer, Offer> offers = new LinkedHashMap<>();
        database.each(
                "select id, price_cents, stock from products where id in (" + Database.marks(ids) + ")",
                row -> offers.put(row.getInt(1), new Offer(new Money(row.getInt(2)), row.getInt(3))),
                ids.toArray());
        return new Offers(offers);
    }

    public Offer offer(Product product) {
        return offers(List.of(product)).of(product);
    }
}
