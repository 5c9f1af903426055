package io.fragmentcache.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.store.FinishedText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextWriterTest {
    private static final String LETTERS = "Grüner Tee, 3 €, 漢字, \uD83C\uDF75 and <b>more</b>".repeat(20);

    /** A page that is sent from where it does not fit any more. */
    private static final class LongPage implements TextWriter.Page {
        private final StringWriter sent = new StringWriter();
        private final PrintWriter response = new PrintWriter(sent);
        private final TextWriter held;

        LongPage(long most) {
            held = TextWriter.ofPage(16, most, this);
        }

        @Override
        public PrintWriter beyond(long characters) {
            if (sent.getBuffer().isEmpty()) {
                send();
                held.end();
            }
            return response;
        }

        private void send() {
            try {
                held.writeTo(response);
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }

        String all() {
            return sent.getBuffer().isEmpty() ? held.toString() : sent.toString();
        }

        @Override
        public void flush() {
            response.flush();
        }

        @Override
        public boolean hasFailed() {
            return response.checkError();
        }

        @Override
        public void close() {
            response.close();
        }
    }

    /** In one of the ways that there are; returns what was written. */
    private static String writeSome(TextWriter out, Random chance) throws IOException {
        int from = chance.nextInt(LETTERS.length());
        int to = from + 1 + chance.nextInt(LETTERS.length() - from);
        String text = LETTERS.substring(from, to);
        switch (chance.nextInt(6)) {
            case 0 -> text.chars().forEach(out::write);
            case 1 -> out.write(text);
            case 2 -> out.write(LETTERS, from, to - from);
            case 3 -> out.write(LETTERS.toCharArray(), from, to - from);
            case 4 -> out.write(FinishedText.of(text, List.of()), 0);
            default -> out.append(LETTERS, from, to);
        }
        return text;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aFragmentHoldsAllThatIsWritten(long seed) throws IOException {
        Random chance = new Random(seed);
        TextWriter out = TextWriter.ofFragment(0);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            expected.append(writeSome(out, chance));
        }
        assertThat(out.toString()).isEqualTo(expected.toString());
        assertThat(out.length()).isEqualTo(expected.length());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aPageLosesNothingWhereItBecomesTooLong(long seed) throws IOException {
        Random chance = new Random(seed);
        LongPage page = new LongPage(1 + chance.nextInt(10_000));
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            expected.append(writeSome(page.held, chance));
            assertThat(page.all()).isEqualTo(expected.toString());
        }
    }

    @Test
    void whatIsForgottenIsNotWritten() {
        LongPage page = new LongPage(10);
        page.held.write("too early");
        page.held.restart();
        page.held.write("0123456789");
        assertThat(page.held.toString()).isEqualTo("0123456789");
        assertThat(page.held.fits(1)).isFalse();
    }

    @Test
    void aLongTextIsSharedAndAShortOneCopied() throws IOException {
        TextWriter out = TextWriter.ofFragment(16);
        FinishedText text = FinishedText.of("a".repeat(256), List.of());
        out.write(text, 0);
        out.write(FinishedText.of("b".repeat(255), List.of()), 0);
        assertThat(out.remembered()).containsExactly(new TextWriter.Remembered(0, text, 0));
        assertThat(out.characters(0, out.size())).isEqualTo("b".repeat(255));
    }
}
