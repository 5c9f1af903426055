package io.fragmentcache.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.problem.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a fact is encoded as: the same value in the same shape, and nothing else, is the same fact. */
class FactEncoderTest {
    private final FactEncoder encoder = new FactEncoder(Versions.none(), other -> null);

    private static final List<String[]> PARAMETERS = List.of(
            new String[0],
            new String[] {""},
            new String[] {"a"},
            new String[] {"a", "b"},
            new String[] {"b", "a"},
            new String[] {"ab"},
            new String[] {null},
            new String[] {"a", null},
            new String[] {"é\uD83D\uDE00"},
            new String[] {"\uD83D"},
            new String[] {"x".repeat(1_000)});

    /** Parameters, headers and cookies have a way of their own, for their speed. */
    @Test
    void anArrayOfTextsIsEncodedAsAnyArrayOfThem() {
        for (String[] texts : PARAMETERS) {
            Object[] any = Arrays.copyOf(texts, texts.length, Object[].class);
            assertThat(encoder.encode(texts).isSame(encoder.encode(any)))
                    .as(Arrays.toString(texts))
                    .isTrue();
            assertThat(encoder.encode(texts).isSteady(texts)).isFalse();
        }
    }

    @Test
    void twoThatPrintOtherwiseAreTwo() {
        for (String[] one : PARAMETERS) {
            for (String[] other : PARAMETERS) {
                assertThat(encoder.encode(one).isSame(encoder.encode(other))).isEqualTo(one == other);
            }
            assertThat(encoder.encode(one).isSame(encoder.encode(Arrays.asList(one))))
                    .isFalse();
        }
    }

    /** What has neither is refused by its class. */
    @Test
    void anObjectWithoutIdentityAndMembersIsRefusedUnlessSomethingStandsForIt() {
        FactEncoder knowing = new FactEncoder(
                Versions.none(),
                other -> other instanceof Nameless || other instanceof Row
                        ? new Typed("named", Arrays.asList("it", null))
                        : null);
        assertThat(encoder.encode(new Nameless()).refusal())
                .isEqualTo(Problem.factWithoutIdentity(Nameless.class.getName()).getMessage());
        assertThat(encoder.encode(new Row("a")).refusal()).isNull();
        assertThat(knowing.encode(new Nameless()).isSame(knowing.encode(new Row("a"))))
                .isTrue();
        assertThat(knowing.encode(new Nameless()).isChangeable()).isTrue();
    }

    @Test
    void aPlainValueIsNotTakenForAnObjectWithoutIdentity() {
        for (Object plain : List.of(
                "a",
                1,
                1L,
                (short) 1,
                (byte) 1,
                1f,
                1d,
                'a',
                true,
                BigDecimal.ONE,
                BigInteger.ONE,
                RoundingMode.UP,
                Locale.ENGLISH,
                new Date(0),
                new Timestamp(0),
                UUID.randomUUID(),
                Currency.getInstance("EUR"),
                URI.create("a"),
                Instant.EPOCH,
                LocalDate.EPOCH,
                ZonedDateTime.now(ZoneOffset.UTC),
                Year.of(2026))) {
            assertThat(encoder.encode(plain).refusal())
                    .as(plain.getClass().getName())
                    .isNull();
        }
    }

    @Test
    void aReaderThatIsRegisteredGivesAnObjectItsIdentity() {
        assertThat(encoder.encode(new Nameless()).refusal()).isNotNull();
        FactEncoder told = new FactEncoder(Versions.none().with(Nameless.class, each -> 1, each -> 2), other -> null);
        assertThat(told.encode(new Nameless()).refusal()).isNull();
        assertThat(encoder.encode(new Nameless()).refusal()).isNotNull();
    }

    @Test
    void whatIsRefusedForAnotherReasonSaysThatReason() {
        Supplier<String> supplier = () -> "a";
        assertThat(encoder.encode(supplier).refusal())
                .isEqualTo(
                        Problem.notReadableTwice(supplier.getClass().getName()).getMessage());
        assertThat(encoder.encode(new Nameless[] {new Nameless()}).refusal())
                .isEqualTo(Problem.factWithoutIdentity(Nameless.class.getName()).getMessage());
    }

    /** An object of an application. */
    static final class Nameless {}

    /** One with members. */
    record Row(String text) {}

    @Test
    void moreThanAFactMayHoldIsRefused() {
        assertThat(encoder.encode(new String[5_001]).refusal()).isNotNull();
        assertThat(encoder.encode(new String[4_999]).refusal()).isNull();
    }
}
