package com.example.shop.catalog;

import java.util.Locale;

/** One text in both languages of the shop. */
public record Bilingual(String de, String en) {

    public String text(Locale locale) {
        return locale.getLanguage().equals("de") ? de : en;
    }
}
