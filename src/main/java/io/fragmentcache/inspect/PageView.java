package io.fragmentcache.inspect;

import io.fragmentcache.inspect.NestedFragment.Facts;
import io.fragmentcache.internal.engine.Body;
import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Hole;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One page that shows its fragments: marks stand in its text until the page is complete. They hold a secret, so that no
 * text of a visitor can look like one, and are plain ASCII, so that no encoding loses them. Used by one thread.
 */
final class PageView implements Observer.View {
    private static final int SECRET_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    static final char END = '\u0002';
    static final char OPEN = '[';
    static final char CLOSE = ']';
    /** Of an element that follows, whose end is not marked. */
    static final char POINT = '|';

    private final String secret = '\u0001' + secret();
    private final NestedFragments interiors;
    private final List<Frame> frames = new ArrayList<>();

    PageView(NestedFragments interiors) {
        this.interiors = interiors;
    }

    /** What each mark begins with. */
    String mark() {
        return secret;
    }

    /** By the numbers in the marks. */
    List<Frame> frames() {
        return frames;
    }

    @Override
    public Body.Text marked(Observer.Shown shown, List<Observer.NamedHole> holes) {
        return new Marking(shown.entry(), holes).whole(Frame.fragment(Facts.of(shown)));
    }

    @Override
    public String bypassed(Locator locator, String reason) {
        return mark(POINT, add(Frame.bypass(locator, reason)));
    }

    private int add(Frame frame) {
        frames.add(frame);
        return frames.size() - 1;
    }

    private String mark(char kind, int number) {
        return secret + kind + number + END;
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Writes one text again, with marks. */
    private final class Marking {
        private final Entry entry;
        private final List<Observer.NamedHole> named;
        private final StringBuilder out;
        private final List<Hole> holes = new ArrayList<>();
        private int from;
        private int hole;

        Marking(Entry entry, List<Observer.NamedHole> named) {
            this.entry = entry;
            this.named = named;
            this.out = new StringBuilder(entry.finished().length() * 2);
        }

        Body.Text whole(Frame frame) {
            int number = add(frame);
            out.append(mark(OPEN, number));
            inside(interiors.of(entry), 0, 0, frame.outcome());
            copyTo(entry.finished().length(), entry.holes().size());
            out.append(mark(CLOSE, number));
            return new Body.Text(out.toString(), holes);
        }

        private void inside(List<NestedFragment> interiors, int base, int baseHole, Outcome around) {
            for (NestedFragment each : interiors) {
                copyTo(base + each.start(), baseHole + each.firstHole());
                // What was rendered now tells what became of each in it; in what was not, they were not looked up.
                Frame frame =
                        around == Outcome.MISS ? Frame.fragment(each.facts()) : Frame.inside(each.facts(), around);
                int number = add(frame);
                out.append(mark(OPEN, number));
                inside(each.inside(), base + each.start(), baseHole + each.firstHole(), frame.outcome());
                copyTo(base + each.end(), baseHole + each.endHole());
                out.append(mark(CLOSE, number));
            }
        }

        private void copyTo(int offset, int endHole) {
            while (hole < endHole) {
                Observer.NamedHole open = named.get(hole);
                Hole next = entry.holes().get(hole++);
                out.append(entry.text(), from, next.offset());
                from = next.offset();
                int number = add(Frame.hole(open));
                out.append(mark(OPEN, number));
                holes.add(next.at(out.length()));
                out.append(mark(CLOSE, number));
            }
            out.append(entry.text(), from, offset);
            from = offset;
        }
    }
}
