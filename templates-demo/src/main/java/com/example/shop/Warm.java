package com.example.shop;

import java.util.Arrays;
import java.util.Locale;

/** What is rendered at the start, before anyone asks. */
enum Warm {
    NOTHING,
    /** What was asked for most before the shop was closed; needs a store that outlives it. */
    HOTTEST,
    /** The cards of all shelves in both languages. */
    CARDS;

    static Warm named(String name) {
        return Arrays.stream(values())
                .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "SHOP_WARM=" + name + " is not known. Known: nothing, hottest, cards."));
    }
}
