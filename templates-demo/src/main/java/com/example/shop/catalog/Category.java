package com.example.shop.catalog;

import io.fragmentcache.key.Versioned;
import java.util.Locale;

/** A shelf of the shop. */
public record Category(int id, Bilingual names, Bilingual intros, String picture, int version) implements Versioned {

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

    public String intro(Locale locale) {
        return intros.text(locale);
    }
}
