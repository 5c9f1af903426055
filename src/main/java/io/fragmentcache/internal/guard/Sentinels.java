package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.engine.Body;
import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.store.Hole;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Marks where the holes of a fragment are while its text is being rendered; where somebody looks on, inner fragments too.
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

    /** Marks the holes of an inner fragment's text: they become holes of this one, or they would be baked in. */
    public String remark(String text, List<Hole> inner) {
        if (inner.isEmpty()) {
            return text;
        }
        StringBuilder marked = new StringBuilder(text.length() + inner.size() * (SECRET.length() + 4));
        int from = 0;
        for (Hole hole : inner) {
            marked.append(text, from, hole.offset()).append(add(hole));
            from = hole.offset();
        }
        return marked.append(text, from, text.length()).toString();
    }

    /** Marks where the text of an inner fragment begins and ends. */
    public String enclose(String text, Observer.Shown inner) {
        shown.add(inner);
        int number = shown.size() - 1;
        return SECRET + BEGIN + number + CLOSE + text + SECRET + END + number + CLOSE;
    }

    /** Where inner fragments lie in the text that was cut out. */
    public List<Observer.Placed> placed() {
        return List.copyOf(placed);
    }

    /** The text without the marks, and the holes where they stood. */
    public Body.Text cutOut(String marked) {
        if (holes.isEmpty() && shown.isEmpty()) {
            return new Body.Text(marked);
        }
        StringBuilder text = new StringBuilder(marked.length());
        List<Hole> placedHoles = new ArrayList<>(holes.size());
        int[] begins = new int[shown.size()];
        int[] firstHoles = new int[shown.size()];
        int from = 0;
        for (int open; (open = marked.indexOf(SECRET, from)) >= 0; ) {
            int close = marked.indexOf(CLOSE, open);
            int name = open + SECRET.length();
            char kind = marked.charAt(name);
            text.append(marked, from, open);
            from = close + 1;
            if (kind == BEGIN) {
                int number = Integer.parseInt(marked, name + 1, close, 10);
                begins[number] = text.length();
                firstHoles[number] = placedHoles.size();
            } else if (kind == END) {
                int number = Integer.parseInt(marked, name + 1, close, 10);
                placed.add(new Observer.Placed(
                        begins[number], text.length(), firstHoles[number], placedHoles.size(), shown.get(number)));
            } else {
                int number = Integer.parseInt(marked, name, close, 10);
                placedHoles.add(holes.get(number).at(text.length()));
            }
        }
        return new Body.Text(text.append(marked, from, marked.length()).toString(), placedHoles);
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
