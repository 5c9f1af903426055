package io.fragmentcache.thymeleaf;

import io.fragmentcache.RequestScope;
import io.fragmentcache.Utf8Sink;
import io.fragmentcache.store.FinishedText;
import io.fragmentcache.store.Hole;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.util.IWritableCharSequence;

/**
 * A finished text in a page. Its holes are rendered while it is written. Who asks for its characters instead (a
 * post-processor) renders the holes then, once.
 */
final class InsertedText implements IWritableCharSequence {
    private final FinishedText text;
    private final HoleBodies bodies;
    private final HoleLookups lookups;
    private final IEngineContext live;
    private @Nullable String rendered;

    InsertedText(FinishedText text, HoleBodies bodies, HoleLookups lookups, IEngineContext live) {
        this.text = text;
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
        List<Hole> holes = text.holes();
        if (!holes.isEmpty() && live.getVariable(RequestScope.ATTRIBUTE) instanceof RequestScope scope) {
            scope.tally().hole();
        }
        lookups.read(holes, live);
        write(0, out);
        for (int i = 0; i < holes.size(); i++) {
            Hole hole = holes.get(i);
            bodies.of(hole, live).render(hole, live, out);
            write(i + 1, out);
        }
    }

    private void write(int segment, Writer out) throws IOException {
        if (out instanceof Utf8Sink sink) {
            sink.write(text, segment);
        } else {
            text.write(segment, out);
        }
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
        if (text.holes().isEmpty()) {
            return text.text();
        }
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
