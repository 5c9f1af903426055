package com.example.shop.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many of which product a visitor wants. Never changes: adding makes another cart, so two tabs cannot break one. */
public record Cart(Map<Integer, Integer> quantities) {

    static final Cart EMPTY = new Cart(Map.of());

    private static final int MOST_OF_ONE = 99;
    private static final int MOST_KINDS = 50;

    public Cart {
        quantities = Collections.unmodifiableMap(new LinkedHashMap<>(quantities));
    }

    Cart plus(int product, int quantity) {
        Map<Integer, Integer> more = new LinkedHashMap<>(quantities);
        more.merge(product, quantity, (before, added) -> Math.min(MOST_OF_ONE, before + added));
        return more.size() > MOST_KINDS ? this : new Cart(more);
    }

    Cart with(int product, int quantity) {
        Map<Integer, Integer> other = new LinkedHashMap<>(quantities);
        other.computeIfPresent(product, (known, before) -> Math.min(MOST_OF_ONE, quantity));
        return new Cart(other);
    }

    Cart without(int product) {
        Map<Integer, Integer> fewer = new LinkedHashMap<>(quantities);
        fewer.remove(product);
        return new Cart(fewer);
    }

    /** How many of this product. */
    public int of(int product) {
        return quantities.getOrDefault(product, 0);
    }

    public int count() {
        return quantities.values().stream().mapToInt(Integer::intValue).sum();
    }
}
