package com.example.shop.catalog;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;

/** An amount of euros, in cents. */
public record Money(int cents) {

    private static final Currency EURO = Currency.getInstance("EUR");

    /** Reads what a person types: {@code 12}, {@code 12.9}, {@code 12,90}. */
    public static Optional<Money> read(String text) {
        if (!text.matches("\\d{1,5}([.,]\\d{1,2})?")) {
            return Optional.empty();
        }
        BigDecimal euros = new BigDecimal(text.replace(',', '.'));
        return Optional.of(new Money(euros.movePointRight(2).intValueExact()));
    }

    public Money times(int quantity) {
        return new Money(Math.multiplyExact(cents, quantity));
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(cents, other.cents));
    }

    /** For a reader: {@code 12,90 €} in German, {@code €12.90} in English. */
    public String text(Locale locale) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(EURO);
        return format.format(BigDecimal.valueOf(cents, 2));
    }

    /** For a form field: {@code 12.90}. */
    public String plain() {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
