package com.example.shop;

import java.util.Arrays;
import java.util.Locale;

/** What the cache is told, and what it does, when a product is saved. The best of them unless asked otherwise. */
enum OnSave {
    /** Nothing: versions and time tell. */
    NOTHING,
    /** It is touched: the next visitor waits for the new HTML. */
    TOUCH,
    /** It is touched, and what has a source is regenerated before a visitor asks. */
    REGENERATE;

    static OnSave named(String name) {
        return Arrays.stream(values())
                .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "SHOP_ON_SAVE=" + name + " is not known. Known: nothing, touch, regenerate."));
    }
}
