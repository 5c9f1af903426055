package com.example.shop.web;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Money;
import com.example.shop.catalog.Offer;
import com.example.shop.catalog.Offers;
import com.example.shop.catalog.Product;
import com.example.shop.catalog.Supplier;
import java.util.List;
import java.util.regex.Pattern;

/** {@code /cart}: what this visitor has gathered. Never cached. */
final class CartPage extends Page {

    private static final int MOST_AT_ONCE = 20;

    /** The pages with cards: no other address is answered with, whatever a browser says. */
    private static final Pattern SHELF = Pattern.compile("/|/categories/\\d{1,6}");

    private final Catalog catalog;
    private final Supplier supplier;

    CartPage(Catalog catalog, Supplier supplier, Templates templates) {
        super(catalog, templates);
        this.catalog = catalog;
        this.supplier = supplier;
    }

    @Override
    Answer get(Visit visit) {
        List<Line> lines = lines(visit.cart());
        return Answer.view("cart")
                .with("lines", lines)
                .with("total", lines.stream().map(Line::sum).reduce(new Money(0), Money::plus))
                .with("token", visit.token());
    }

    @Override
    Answer post(Visit visit) {
        int product = visit.numberField("product")
                .flatMap(catalog::product)
                .map(Product::id)
                .orElseThrow(Refusal::notFound);
        Cart cart = visit.cart();
        visit.keep(
                switch (visit.field("action")) {
                    case "remove" -> cart.without(product);
                    case "change" -> cart.with(product, quantity(visit));
                    default -> cart.plus(product, Math.min(MOST_AT_ONCE, quantity(visit)));
                });
        return Answer.redirect(back(visit, product));
    }

    /** A visitor who adds a thing from a shelf stays there, beside its card; from elsewhere the cart is next. */
    private static String back(Visit visit, int product) {
        String page = visit.cameFrom();
        return SHELF.matcher(page).matches() ? page + "#product-" + product : "/cart";
    }

    private static int quantity(Visit visit) {
        return Math.max(1, visit.numberField("quantity").orElse(1));
    }

    private List<Line> lines(Cart cart) {
        List<Product> products = catalog.products(cart.quantities().keySet());
        if (products.isEmpty()) {
            return List.of();
        }
        Offers offers = supplier.offers(products);
        return products.stream()
                .map(product -> new Line(product, cart.quantities().get(product.id()), offers.of(product)))
                .toList();
    }

    /** One row of the cart. */
    public record Line(Product product, int quantity, Offer offer) {

        public Money sum() {
            return offer.price().times(quantity);
        }
    }
}
