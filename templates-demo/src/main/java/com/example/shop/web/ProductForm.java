package com.example.shop.web;

import com.example.shop.catalog.Bilingual;
import com.example.shop.catalog.Money;
import com.example.shop.catalog.Offer;
import com.example.shop.catalog.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands in the fields of the admin form, right or wrong, as it was typed. */
public record ProductForm(String nameDe, String nameEn, String price, String stock, int version) {

    private static final List<String> FIELDS = List.of("nameDe", "nameEn", "price", "stock");
    private static final int LONGEST_NAME = 120;
    private static final int MOST_STOCK = 100_000;

    static ProductForm of(Product product, Offer offer) {
        return new ProductForm(
                product.names().de(),
                product.names().en(),
                offer.price().plain(),
                "" + offer.stock(),
                product.version());
    }

    static ProductForm sent(Visit visit) {
        return new ProductForm(
                visit.field("nameDe"),
                visit.field("nameEn"),
                visit.field("price"),
                visit.field("stock"),
                visit.numberField("version").orElse(-1));
    }

    /** The message of each field that cannot be taken. */
    public List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        if (isWrong("nameDe") || isWrong("nameEn")) {
            mistakes.add("admin.name.wrong");
        }
        if (isWrong("price")) {
            mistakes.add("admin.price.wrong");
        }
        if (isWrong("stock")) {
            mistakes.add("admin.stock.wrong");
        }
        return mistakes;
    }

    /** Whether this field cannot be taken. */
    public boolean isWrong(String field) {
        return switch (field) {
            case "nameDe" -> !isName(nameDe);
            case "nameEn" -> !isName(nameEn);
            case "price" -> Money.read(price).isEmpty();
            case "stock" -> readStock().isEmpty();
            default -> throw new IllegalArgumentException("There is no field " + field + ".");
        };
    }

    /** The field to begin with; empty where none is wrong. */
    public String firstWrong() {
        return FIELDS.stream().filter(this::isWrong).findFirst().orElse("");
    }

    Bilingual names() {
        return new Bilingual(nameDe, nameEn);
    }

    /** Only of a form without mistakes. */
    Offer offer() {
        return new Offer(Money.read(price).orElseThrow(), readStock().orElseThrow());
    }

    private Optional<Integer> readStock() {
        return Optional.of(stock)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .filter(number -> number <= MOST_STOCK);
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_NAME;
    }
}
