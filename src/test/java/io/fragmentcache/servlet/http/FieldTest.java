package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader that the answers are read with: lists of tokens with parameters, RFC 9651 (and 8941), section 4.2. */
class FieldTest {
    @Test
    void anExampleOfRfc9211IsRead() {
        List<Field.Member> members =
                Field.parse("OriginCache; hit; ttl=1100, \t\"a\"".replace("\"a\"", "CDN-Company.example; hit; ttl=545")
                        + ",fragments;fwd=stale;fwd-status=304;stored;collapsed;detail=\"a, b; c=\\\"d\\\"\"");
        assertThat(members)
                .containsExactly(
                        new Field.Member("OriginCache", Map.of("hit", true, "ttl", 1100L)),
                        new Field.Member("CDN-Company.example", Map.of("hit", true, "ttl", 545L)),
                        new Field.Member(
                                "fragments",
                                Map.of(
                                        "fwd",
                                        new Field.Token("stale"),
                                        "fwd-status",
                                        304L,
                                        "stored",
                                        true,
                                        "collapsed",
                                        true,
                                        "detail",
                                        "a, b; c=\"d\"")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a;k=0|0",
                "a;k=-0|0",
                "a;k=042|42",
                "a;k=-999999999999999|-999999999999999",
                "a;k=999999999999999|999999999999999",
                "a; k=7|7",
                "a;   k=7|7"
            })
    void numbersAreRead(String field, long number) {
        assertThat(Field.parse(field).get(0).parameters()).containsEntry("k", number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"a;k=\"\"|``", "a;k=\" \"|` `", "a;k=\"\\\\\"|`\\`", "a;k=\"\\\"\"|`\"`", "a;k=\"{},;=\"|`{},;=`"})
    void textsAreRead(String field, String text) {
        assertThat(Field.parse(field).get(0).parameters()).containsEntry("k", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "*", "A1", "foo/bar:baz", "a!#$%&'*+-.^_`|~"})
    void tokensAreReadAsMembersAndAsValues(String token) {
        assertThat(Field.parse(token)).containsExactly(new Field.Member(token, Map.of()));
        assertThat(Field.parse("a;*.k_-9=" + token).get(0).parameters())
                .containsExactly(Map.entry("*.k_-9", new Field.Token(token)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", " a , b ", "a,\tb", "a\t,b", "a;x,b"})
    void membersStandBetweenCommas(String field) {
        assertThat(Field.parse(field)).extracting(Field.Member::token).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "a,",
                "a,,b",
                "a b",
                "a;",
                "a;;b",
                "a;K=1",
                "a;9=1",
                "a;k=",
                "a;k==1",
                "a;k= 1",
                "a;k =1",
                "a ;k=",
                "a;k=\"",
                "a;k=\"b",
                "a;k=\"\\b\"",
                "a;k=\"\u00e9\"",
                "a;k=\"\t\"",
                "a;k='b'",
                "a;k=-",
                "a;k=--1",
                "a;k=1000000000000000000",
                "a;k=@1",
                "a;k=%\"a\"",
                "-a",
                "\u00e9",
                "a;k=1;k=2"
            })
    void whatIsNoFieldIsAnError(String field) {
        assertThatThrownBy(() -> Field.parse(field)).isInstanceOf(IllegalArgumentException.class);
    }
}
