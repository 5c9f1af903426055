package io.fragmentcache.thymeleaf;

import io.fragmentcache.store.Hole;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.util.IWritableCharSequence;

/**
 * A finished text whose holes are rendered while it is written. Who asks for its characters instead (a post-processor)
 * renders the holes then, once.
 */
final class HoledText implements IWritableCharSequence {
    private final String text;
    private final List<Hole> holes;
    private final HoleBodies bodies;
    private final HoleLookups lookups;
    private final IEngineContext live;
    private @Nullable String rendered;

    HoledText(String text, List<Hole> holes, HoleBodies bodies, HoleLookups lookups, IEngineContext live) {
        this.text = text;
        this.holes = holes;
        this.bodies = bodies;
        this.lookups = lookups;
        this.live = live;
    }

    @Override
    public void write(Writer out) throws IOException {
        if (out instanceof Nowhere) {
            return;
        }
        if (rendered != null) {
            out.write(rendered);
            return;
        }
        lookups.read(holes, live);
        int from = 0;
        for (Hole hole : holes) {
            out.write(text, from, hole.offset() - from);
            bodies.of(hole, live).render(hole, live, out);
            from = hole.offset();
        }
        out.write(text, from, text.length() - from);
    }

    @Override
    public int length() {
        return toString().length();
    }

    @Override
    public char charAt(int index) {
        return toString().charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }

    @Override
    public String toString() {
        if (rendered == null) {
            CaptureWriter out = new CaptureWriter();
            try {
                write(out);
            } catch (IOException impossible) {
                throw new AssertionError("characters are collected in memory", impossible);
            }
            rendered = out.toString();
        }
        return rendered;
    }
}
