package io.fragmentcache.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
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

    @Test
    void moreThanAFactMayHoldIsRefused() {
        assertThat(encoder.encode(new String[5_001]).refusal()).isNotNull();
        assertThat(encoder.encode(new String[4_999]).refusal()).isNull();
    }
}
