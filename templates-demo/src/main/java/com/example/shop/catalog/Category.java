package com.example.shop.catalog;

import java.util.Locale;

/** A shelf of the shop. */
public record Category(int id, Bilingual names, Bilingual intros, String picture, int version) {

    public String name(Locale locale) {
        return names.text(locale);
    }

    public String intro(Locale locale) {
        return intros.text(locale);
    }
}
