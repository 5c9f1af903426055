package com.example.shop.catalog;

import io.fragmentcache.key.Versioned;
import java.time.Instant;
import java.util.Locale;

/** What the shop says about a thing it sells. Price and stock are the supplier's to tell: {@link Offer}. */
public record Product(
        int id,
        int categoryId,
        Bilingual names,
        Bilingual descriptions,
        String picture,
        Rating rating,
        Instant updatedAt,
        int version)
        implements Versioned {

    @Override
    public Object cacheId() {
        return id;
    }

    @Override
    public Object cacheVersion() {
        return version;
    }

    public String name(Locale locale) {
        return names.text(locale);
    }

    public String description(Locale locale) {
        return descriptions.text(locale);
    }

    /** Which of five shades its picture has. */
    public int shade() {
        return id % 5;
    }
}
