package io.fragmentcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8OutTest {
    private static final int CHUNK = 8 * 1024;

    /** A stream that notes how long each write was. */
    private static final class Container extends ByteArrayOutputStream {
        private final List<Integer> writes = new ArrayList<>();

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            writes.add(length);
            super.write(bytes, offset, length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 300, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK})
    void whatIsWrittenInPiecesArrivesWholeAndInOrder(int longest) throws IOException {
        Random chance = new Random(longest);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        List<FinishedText> pieces = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String piece = (i % 3 == 0 ? "é" : "e").repeat(chance.nextInt(longest + 1));
            pieces.add(FinishedText.of(piece, List.of()));
            expected.write(pieces.get(i).toUtf8());
        }
        Container container = new Container();
        Utf8Out out = new Utf8Out(container, expected.size());
        for (FinishedText piece : pieces) {
            piece.write(0, out);
        }
        out.flush();
        assertThat(container.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(container.writes).doesNotContain(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é"})
    void aPageOfManyPiecesIsHandedOverInFewWrites(String character) throws IOException {
        FinishedText card = FinishedText.of(character.repeat(500), List.of());
        Container container = new Container();
        Utf8Out out = new Utf8Out(container, 1_000_000);
        for (int i = 0; i < 100; i++) {
            card.write(0, out);
        }
        out.flush();
        assertThat(container.writes).hasSizeLessThanOrEqualTo(container.size() / (CHUNK / 2) + 1);
    }
}
