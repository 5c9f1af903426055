package io.fragmentcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishedTextTest {
    private static FinishedText cut(String text, int... offsets) {
        List<Hole> holes = Arrays.stream(offsets)
                .mapToObj(offset -> new Hole(offset, "t", "h", Map.of()))
                .toList();
        return FinishedText.of(text, holes);
    }

    private static byte[] written(FinishedText text, int segment) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text.write(segment, out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "plain text", "é", "3 €", "\uD83C\uDF75 tea", "漢字", "\uD83C", "a\uDF75b", "\u0000\u007f"
            })
    void itsBytesAreThoseOfItsCharacters(String text) throws IOException {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        for (FinishedText form : List.of(FinishedText.of(text, List.of()), FinishedText.ofUtf8(expected))) {
            assertThat(written(form, 0)).isEqualTo(expected);
            assertThat(form.bytes(0)).isEqualTo(expected.length);
            assertThat(form.toUtf8()).isEqualTo(expected);
            assertThat(form.text()).isIn(text, new String(expected, StandardCharsets.UTF_8));
            assertThat(written(form, 0))
                    .as("after the characters were asked for")
                    .isEqualTo(expected);
        }
    }

    @Test
    void aTextThatIsLongerThanTheBufferIsWrittenWhole() throws IOException {
        String text = "0123456789abc".repeat(1_000);
        assertThat(written(cut(text, 1), 1)).isEqualTo(text.substring(1).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void segmentsAreCutAtHolesWhateverTheirBytes() throws IOException {
        FinishedText text = cut("é€x\uD83C\uDF75z", 1, 2, 2);
        assertThat(text.segments()).isEqualTo(4);
        String[] segments = {"é", "€", "", "x\uD83C\uDF75z"};
        for (int i = 0; i < segments.length; i++) {
            byte[] expected = segments[i].getBytes(StandardCharsets.UTF_8);
            assertThat(written(text, i)).isEqualTo(expected);
            assertThat(text.bytes(i)).isEqualTo(expected.length);
        }
    }

    @Test
    void itsDigestTellsTextsAndCutsApart() {
        List<FinishedText> different = List.of(
                cut("ab"), cut("ac"), cut("ab", 1), cut("ab", 0), cut("ab", 0, 1), cut("äb"), cut("äb", 1), cut(""));
        assertThat(different)
                .extracting(text -> HexFormat.of().formatHex(text.digest()))
                .doesNotHaveDuplicates();
        assertThat(cut("äb", 1).digest()).isEqualTo(cut("äb", 1).digest()).hasSize(16);
        assertThat(FinishedText.ofUtf8("äb".getBytes(StandardCharsets.UTF_8)).digest())
                .isEqualTo(cut("äb").digest());
    }

    @Test
    void allFormsWeighFromTheBeginningSinceTheyAreMadeLaterThanAStoreTakesTheText() throws IOException {
        FinishedText ascii = cut("a".repeat(100));
        assertThat(ascii.weight()).isEqualTo(100);
        written(ascii, 0);
        assertThat(ascii.weight()).as("characters of ASCII are bytes already").isEqualTo(100);

        FinishedText accents = cut("é".repeat(100));
        assertThat(accents.weight()).isEqualTo(100 + 16 + 200);
        written(accents, 0);
        assertThat(accents.weight()).isEqualTo(100 + 16 + 200);
        assertThat(accents.weighsAtMost()).isGreaterThanOrEqualTo(accents.weight());

        FinishedText stored = FinishedText.ofUtf8("é".repeat(100).getBytes(StandardCharsets.UTF_8));
        assertThat(stored.weight()).isEqualTo(200 + 16 + 200);
        assertThat(stored.text()).hasSize(100);
        assertThat(stored).isEqualTo(cut("é".repeat(100)));
        assertThat(FinishedText.ofUtf8("abc".getBytes(StandardCharsets.UTF_8)).weight())
                .isEqualTo(3);
        assertThat(cut("\ud83c\udf75").weight()).isGreaterThanOrEqualTo(4 + 16 + 4);
    }

    /** A string takes one byte a character as long as all are below 256. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0080", "é", "ÿ", "\u0100", "ſ", "€", "漢", "\uD83C\uDF75", "\uD83C", "\uDF75é?"})
    void itWeighsItsCharactersWhereverTheOneBeyondAsciiStands(String one) {
        for (int before = 0; before < 20; before++) {
            String text = "a".repeat(before) + one + "b".repeat(19 - before);
            int bytesOfACharacter = one.charAt(0) < 0x100 ? 1 : 2;
            int utf8 = text.getBytes(StandardCharsets.UTF_8).length;
            assertThat(cut(text).weight()).as(text).isEqualTo(bytesOfACharacter * text.length() + 16 + utf8);
        }
    }

    @Test
    void aTextThatIsPutTogetherIsTheOneThatWasWrittenAtOnce() throws IOException {
        FinishedText inner = cut("é inner €", 2);
        FinishedText outer = new FinishedText.Builder()
                .add("before ")
                .add(inner, 0)
                .add(inner.holes().get(0))
                .add(inner, 1)
                .add("")
                .add(" after")
                .build();
        FinishedText whole = cut("before é inner € after", 9);
        assertThat(outer).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(outer.digest()).isEqualTo(whole.digest());
        assertThat(outer.toUtf8()).isEqualTo(whole.toUtf8());
        assertThat(outer.length()).isEqualTo(whole.length());
        for (int i = 0; i < whole.segments(); i++) {
            assertThat(written(outer, i)).isEqualTo(written(whole, i));
            assertThat(outer.bytes(i)).isEqualTo(whole.bytes(i));
        }
    }

    @Test
    void theTextOfAnInnerFragmentIsSharedByTheOneAroundIt() {
        String text = "a".repeat(1000);
        FinishedText inner = FinishedText.of(text, List.of());
        FinishedText outer = new FinishedText.Builder().add(inner, 0).build();
        assertThat(outer.text()).isSameAs(text);
        assertThat(outer.weight()).as("an inner one may be evicted alone").isEqualTo(1000);
    }
}
