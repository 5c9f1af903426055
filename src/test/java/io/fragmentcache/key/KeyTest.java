package io.fragmentcache.key;

import static io.fragmentcache.key.Keys.CARD;
import static io.fragmentcache.key.Keys.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyTest {
    @Test
    void twoValuesAreNotSpelledLikeOne() {
        assertThat(key("a", "b"))
                .isNotEqualTo(key("a:b"))
                .isNotEqualTo(key("ab"))
                .isNotEqualTo(key("b", "a"));
        assertThat(key("a", "")).isNotEqualTo(key("a")).isNotEqualTo(key("", "a"));
    }

    @Test
    void aNumberIsNotItsText() {
        assertThat(key(1)).isNotEqualTo(key("1"));
        assertThat(key(true)).isNotEqualTo(key("true")).isNotEqualTo(key(1));
        assertThat(key('a')).isNotEqualTo(key("a"));
    }

    @Test
    void theSameIntegerInAnotherTypeIsTheSameValue() {
        assertThat(key(1))
                .isEqualTo(key(1L))
                .isEqualTo(key((short) 1))
                .isEqualTo(key((byte) 1))
                .hasSameHashCodeAs(key(1L));
        assertThat(key(1)).isNotEqualTo(key(1.0)).isNotEqualTo(key(BigDecimal.ONE));
    }

    @Test
    void aFloatIsNotTheDoubleOfItsValueSinceItPrintsAnotherText() {
        assertThat(key(0.1f)).isEqualTo(key(0.1f)).isNotEqualTo(key((double) 0.1f));
    }

    @Test
    void plainValuesOfAllKindsDiffer() {
        List<Object> values = List.of(
                "",
                "1",
                "é",
                "e\u0301",
                "€",
                "?",
                "\uD83C\uDF75",
                "\uD800",
                "\uDC00",
                "x".repeat(127),
                "x".repeat(128),
                1,
                -1,
                Long.MIN_VALUE,
                1.0,
                -1.0,
                Double.NaN,
                true,
                false,
                'x',
                new BigDecimal("1"),
                new BigDecimal("1.5"),
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                "00000000-0000-0000-0000-000000000001",
                LocalDate.parse("2026-11-22"),
                "2026-11-22",
                Instant.parse("2026-11-22T00:00:00Z"),
                Locale.GERMANY,
                Locale.GERMAN,
                "de",
                DayOfWeek.MONDAY,
                Month.MAY,
                TimeUnit.DAYS,
                "DAYS",
                Optional.empty(),
                List.of(),
                List.of(""),
                Set.of("1"));
        Set<Key> keys = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (Object value : values) {
            assertThat(keys.add(key(value))).as("%s is spelled alike", value).isTrue();
            assertThat(ids.add(key(value).id())).isTrue();
        }
    }

    @Test
    void datesDifferByMillisecondsAndNotByTimeZone() {
        assertThat(key(new Date(1_000))).isNotEqualTo(key(new Date(1_001)));
        assertThat(key(new java.sql.Date(0))).isNotEqualTo(key(new Date(0)));
        Timestamp time = new Timestamp(0);
        Timestamp later = new Timestamp(0);
        later.setNanos(1);
        assertThat(key(time)).isNotEqualTo(key(later));
        assertThat(key(new Date(0)).toString()).endsWith(" 1970-01-01T00:00:00Z");
        assertThat(key(new java.sql.Date(86_400_000)).toString()).endsWith(" 86400000");
    }

    @Test
    void anEnumConstantWithABodyIsOfItsEnum() {
        assertThat(key(Shade.DARK).toString()).endsWith(" DARK");
        assertThat(key(Shade.DARK)).isNotEqualTo(key(Shade.LIGHT));
    }

    private enum Shade {
        LIGHT,
        // With a class of its own, as constants with a body have.
        DARK {
            @Override
            public String toString() {
                return "dark";
            }
        }
    }

    @Test
    void nullIsAnErrorThatSaysWhatToWriteInstead() {
        assertThatThrownBy(() -> key((Object) null))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "A value of cache:key is null. Show the fragment only if it exists (th:if), or give a value for its"
                                + " absence: cache:key=\"${x} ?: 'none'\".");
        assertThatThrownBy(() -> key(java.util.Arrays.asList("a", null))).isInstanceOf(Problem.class);
    }

    @Test
    void anOptionalIsItsValueAndAnEmptyOneIsAValueToo() {
        assertThat(key(Optional.of("a"))).isEqualTo(key("a"));
        assertThat(key(Optional.empty())).isNotEqualTo(key("empty")).isEqualTo(key(Optional.empty()));
    }

    @Test
    void whatCanBeReadOnlyOnceIsAnError() {
        assertThatThrownBy(() -> key(Stream.of(1)))
                .isInstanceOf(Problem.class)
                .hasMessage("A value of cache:key is a java.util.stream.ReferencePipeline$Head, which can be read only"
                        + " once. Collect it into a list before the template is rendered.");
    }

    @Test
    void aDateOfAnotherLibraryIsNoPlainValue() {
        TemporalAccessor foreign = new TemporalAccessor() {
            @Override
            public boolean isSupported(TemporalField field) {
                return false;
            }

            @Override
            public long getLong(TemporalField field) {
                return 0;
            }
        };
        assertThatThrownBy(() -> key(foreign)).isInstanceOf(Problem.class);
    }

    @Test
    void eachPartOfThePrefixSplitsTheKey() {
        Locator card = Locator.parse("shop/list :: card");
        byte[] digest = {1, 2, 3};
        Set<Key> keys = new HashSet<>();
        for (KeyPrefix prefix : List.of(
                KeyPrefix.of("shop", card, digest, Locale.ENGLISH),
                KeyPrefix.of("blog", card, digest, Locale.ENGLISH),
                KeyPrefix.of("shop", Locator.parse("shop/list :: row"), digest, Locale.ENGLISH),
                KeyPrefix.of("shop", Locator.parse("shop/show :: card"), digest, Locale.ENGLISH),
                KeyPrefix.of("shop", card, new byte[] {1, 2, 4}, Locale.ENGLISH),
                KeyPrefix.of("shop", card, digest, Locale.UK),
                KeyPrefix.of("shop", card.toString()))) {
            assertThat(keys.add(new KeyBuilder(Versions.none(), prefix).add(1).key()))
                    .isTrue();
        }
    }

    @Test
    void varyValuesSplitTheKeyByNameAndValue() {
        assertThat(vary("currency", "EUR"))
                .isNotEqualTo(vary("currency", "USD"))
                .isNotEqualTo(vary("role", "EUR"))
                .isNotEqualTo(vary("currency", null))
                .isNotEqualTo(key("currency", "EUR"))
                .isEqualTo(vary("currency", "EUR"));
        assertThatThrownBy(() -> vary("currency", new Product(1, "Tea", 1)))
                .isInstanceOf(Problem.class)
                .hasMessage("'currency' varies by a io.fragmentcache.key.Product, which is not a plain value. Let"
                        + " vary(\"currency\", ..) give a string, number, boolean or enum.");
    }

    private static Key vary(String name, @Nullable Object value) {
        return new KeyBuilder(Versions.none(), CARD).vary(name, value).key();
    }

    @Test
    void aKeyIsReadByPeople() {
        KeyBuilder builder = Keys.built(
                Versions.none(),
                new Product(42, "Tea", 7),
                "café €",
                List.of(1, true, 1.5),
                java.util.Map.of("a", 1),
                Optional.empty());
        builder.vary("currency", "EUR");
        assertThat(builder.key())
                .hasToString(
                        "3 shop shop/list card 01020304 en Product:42 café € [1 true 1.5] {a 1} empty currency=EUR");
    }

    @Test
    void bytesThatAreNoKeyAreShownAsFarAsTheyCanBeRead() {
        byte[] encoded = key("a").encoded();
        encoded[encoded.length - 2] = 99;
        assertThat(Key.decode(encoded)).hasToString("3 shop shop/list card 01020304 en ?");
        assertThat(Key.decode(new byte[] {'S', -1, -1, -1, -1, -1, -1})).hasToString("?");
        assertThat(Key.decode(new byte[] {'S', -1, -1, -1, -1, 7})).hasToString("?");
        byte[] deep = new byte[200_000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = '[';
            deep[i + 1] = 1;
        }
        assertThat(Key.decode(deep)).asString().endsWith("[?");
    }

    @Test
    void aKeyIsReadBackFromItsEncodedForm() {
        Key key = key("a", 1, new Product(1, "Tea", 1));
        assertThat(Key.decode(key.encoded())).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(Key.decode(key.encoded()).id()).isEqualTo(key.id()).matches("[0-9a-f]{32}");
    }

    @Test
    void nobodyCanChangeAKeyThroughItsBytes() {
        Key key = key("a");
        key.encoded()[0] = 0;
        assertThat(key).isEqualTo(key("a"));
    }

    /** What collides is looked for one by one, in each map of keys: visitors choose parts of keys. */
    @Test
    void textsThatAVisitorChoosesToCollideDoNot() {
        Set<Integer> hashes = new HashSet<>();
        int texts = 1 << 12;
        for (int i = 0; i < texts; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            hashes.add(key(text.toString()).hashCode());
        }
        assertThat(hashes).hasSizeGreaterThan(texts - 20);
    }

    @Test
    void numbersThatFollowEachOtherDoNotCollide() {
        Set<Integer> hashes = new HashSet<>();
        int numbers = 50_000;
        for (int i = 0; i < numbers; i++) {
            hashes.add(key(i).hashCode());
        }
        assertThat(hashes).hasSizeGreaterThan(numbers - 20);
    }

    @Test
    void keysThatDifferInOneByteDoNotCollide() {
        Set<Integer> hashes = new HashSet<>();
        int lengths = 300;
        for (int i = 0; i < lengths; i++) {
            for (char last : new char[] {'\0', 'a', '\u007f'}) {
                hashes.add(key("x".repeat(i) + last).hashCode());
                hashes.add(key(last + "x".repeat(i)).hashCode());
            }
        }
        // The text of one character is the same both ways.
        assertThat(hashes).hasSizeGreaterThan(lengths * 6 - 3 - 5);
    }
}
