package com.example.shop.catalog;

import io.fragmentcache.key.Versioned;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * What a customer wrote about a product.
 *
 * @param language in which it is written, {@code de} or {@code en}
 */
public record Review(
        int id,
        int productId,
        String author,
        int stars,
        String language,
        String body,
        Instant createdAt,
        Instant updatedAt)
        implements Versioned {

    @Override
    public Object cacheId() {
        return id;
    }

    @Override
    public Object cacheVersion() {
        return updatedAt;
    }

    public String glyphs() {
        return Rating.stars(stars);
    }

    public String date(Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(createdAt.atZone(ZoneOffset.UTC));
    }
}
