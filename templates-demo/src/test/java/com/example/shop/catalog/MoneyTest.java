package com.example.shop.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"12 | 1200", "12.9 | 1290", "12,90 | 1290", "0.05 | 5", "99999 | 9999900"})
    void whatAPersonTypesIsRead(String typed, int cents) {
        assertThat(Money.read(typed)).contains(new Money(cents));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.234,50", "12.905", "€5", "1e3", "100000"})
    void whatIsNoPriceIsRefused(String typed) {
        assertThat(Money.read(typed)).isEmpty();
    }

    @Test
    void aPriceIsWrittenAsItsReaderWritesIt() {
        assertThat(new Money(1290).text(Locale.GERMAN)).isEqualTo("12,90\u00a0€");
        assertThat(new Money(1290).text(Locale.ENGLISH)).isEqualTo("€12.90");
        assertThat(new Money(5).plain()).isEqualTo("0.05");
    }
}
