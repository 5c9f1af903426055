package io.fragmentcache.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Structured fields (RFC 8941, sections 3.3 and 4.1): what is written, and what is refused. */
class FieldItemTest {
    @Test
    void parametersStandInTheOrderInWhichTheyWereAdded() {
        assertThat(FieldItem.of("a")
                        .flag("hit")
                        .number("ttl", -3)
                        .token("fwd", "uri-miss")
                        .text("detail", "x y"))
                .hasToString("a; hit; ttl=-3; fwd=uri-miss; detail=\"x y\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A9", "*", "*a", "a:b", "a/b", "a!#$%&'*+-.^_`|~", "aZ09", "fragments.shop", "a-"})
    void theseAreTokens(String token) {
        assertThat(FieldItem.isToken(token)).isTrue();
        assertThat(FieldItem.of(token)).hasToString(token);
        assertThat(FieldItem.of("a").token("k", token)).hasToString("a; k=" + token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "9a", "-a", "_a", ".a", "a b", "a;b", "a,b", "a=b", "a\"b", "a(b", "a@b", "a\u00e4", "a\n", " a",
                "a\t", "a\u0000", "\u00e4", "a\\b", "[a]", "{a}", "<a>", "a?"
            })
    void theseAreNone(String token) {
        assertThat(FieldItem.isToken(token)).isFalse();
        assertThatThrownBy(() -> FieldItem.of(token)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FieldItem.of("a").token("k", token)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a|\"a\"",
                "``|\"\"",
                "a b|\"a b\"",
                "\"|\"\\\"\"",
                "\\|\"\\\\\"",
                "a\"b\\c|\"a\\\"b\\\\c\"",
                "~!|\"~!\"",
                "{};,=|\"{};,=\""
            })
    void textsAreQuotedAndEscaped(String text, String written) {
        assertThat(FieldItem.of("a").text("k", text)).hasToString("a; k=" + written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e4", "\n", "\r", "\t", "\u0000", "\u007f", "a\u001fb", "\u20ac", "\ud83c\udf75"})
    void whatIsNotPrintableInAsciiIsNoText(String text) {
        assertThatThrownBy(() -> FieldItem.of("a").text("k", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 42, 999_999_999_999_999L, -999_999_999_999_999L})
    void numbersOfFifteenDigitsAreWrittenAsTheyAre(long number) {
        assertThat(FieldItem.of("a").number("k", number)).hasToString("a; k=" + number);
    }

    @ParameterizedTest
    @CsvSource({
        "1000000000000000, 999999999999999",
        "-1000000000000000, -999999999999999",
        "9223372036854775807, 999999999999999",
        "-9223372036854775808, -999999999999999"
    })
    void longerNumbersAreCutToTheLargestThatMayBeWritten(long number, long written) {
        assertThat(FieldItem.of("a").number("k", number)).hasToString("a; k=" + written);
    }
}
