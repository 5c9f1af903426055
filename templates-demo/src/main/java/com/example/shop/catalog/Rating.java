package com.example.shop.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;

/** What the reviews of a product come to. */
public record Rating(double average, int count) {

    public String average(Locale locale) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(BigDecimal.valueOf(average));
    }

    public String stars() {
        return stars((int) Math.round(average));
    }

    static String stars(int filled) {
        return "★".repeat(filled) + "☆".repeat(5 - filled);
    }
}
