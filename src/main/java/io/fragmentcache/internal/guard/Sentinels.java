package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.internal.memory.TextWriter;
import io.fragmentcache.store.FinishedText;
import io.fragmentcache.store.Hole;
import java.io.IOException;
import java.io.Writer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Marks where the holes of a fragment are while its text is being rendered; with an observer, inner fragments too.
 * The marks hold a secret of this process, so
 * that no visitor's text can look like one, and never leave a text.
 */
public final class Sentinels {
    // Two characters of the private use area, which escape to themselves in every template mode.
    private static final char OPEN = '\uE000';
    private static final char CLOSE = '\uE001';
    private static final int SECRET_BYTES = 16;
    private static final String SECRET = OPEN + secret() + ":";

    private static final char BEGIN = '[';
    private static final char END = ']';

    private final List<Hole> holes = new ArrayList<>(0);
    private final List<Observer.Shown> shown = new ArrayList<>(0);
    private final List<Observer.Placed> placed = new ArrayList<>(0);

    /** The mark to print in place of this hole. */
    public String add(Hole hole) {
        holes.add(hole);
        return SECRET + (holes.size() - 1) + CLOSE;
    }

    /** Writes the text of an inner fragment: its holes become holes of this one, or they would be baked in. */
    public void write(FinishedText inner, Writer out) throws IOException {
        for (int i = 0; i < inner.segments(); i++) {
            if (i > 0) {
                out.write(add(inner.holes().get(i - 1)));
            }
            if (out instanceof TextWriter capture) {
                capture.write(inner, i);
            } else {
                inner.write(i, out);
            }
        }
    }

    /** Writes the text of an inner fragment, and marks where it begins and ends. */
    public void write(FinishedText inner, Observer.Shown which, Writer out) throws IOException {
        shown.add(which);
        int number = shown.size() - 1;
        out.write(SECRET + BEGIN + number + CLOSE);
        write(inner, out);
        out.write(SECRET + END + number + CLOSE);
    }

    /** Where inner fragments lie in the text that was cut out. */
    public List<Observer.Placed> placed() {
        return List.copyOf(placed);
    }

    /** The text without the marks, and the holes where they stood. */
    public FinishedText cutOut(TextWriter captured) {
        Cut cut = new Cut();
        int from = 0;
        for (TextWriter.Remembered each : captured.remembered()) {
            cut.characters(captured.characters(from, each.at()));
            cut.text.add(each.text(), each.segment());
            from = each.at();
        }
        cut.characters(captured.characters(from, captured.size()));
        return cut.text.build();
    }

    /** Takes the marks out of the characters; what is remembered holds none. */
    private final class Cut {
        private final FinishedText.Builder text = new FinishedText.Builder();
        private final int[] begins = new int[shown.size()];
        private final int[] firstHoles = new int[shown.size()];

        void characters(String marked) {
            int from = 0;
            for (int open = next(marked, 0); open >= 0; open = next(marked, from)) {
                int close = marked.indexOf(CLOSE, open);
                text.add(marked.substring(from, open));
                mark(marked, open + SECRET.length(), close);
                from = close + 1;
            }
            text.add(marked.substring(from));
        }

        private int next(String marked, int from) {
            return holes.isEmpty() && shown.isEmpty() ? -1 : marked.indexOf(SECRET, from);
        }

        private void mark(String marked, int name, int close) {
            char kind = marked.charAt(name);
            if (kind == BEGIN) {
                int number = Integer.parseInt(marked, name + 1, close, 10);
                begins[number] = text.length();
                firstHoles[number] = text.holes();
            } else if (kind == END) {
                int number = Integer.parseInt(marked, name + 1, close, 10);
                placed.add(new Observer.Placed(
                        begins[number], text.length(), firstHoles[number], text.holes(), shown.get(number)));
            } else {
                text.add(holes.get(Integer.parseInt(marked, name, close, 10)));
            }
        }
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
