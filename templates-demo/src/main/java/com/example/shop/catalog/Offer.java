package com.example.shop.catalog;

/** What the supplier asks for a product, and how many of it are left. */
public record Offer(Money price, int stock) {

    /** Under which word the stock is shown: {@code none}, {@code few} or {@code plenty}. */
    public String level() {
        return stock == 0 ? "none" : stock < 6 ? "few" : "plenty";
    }
}
