package io.fragmentcache.internal.page;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Utf8Sink;
import io.fragmentcache.internal.template.DiscardingWriter;
import io.fragmentcache.internal.template.HoleBody;
import io.fragmentcache.store.FinishedText;
import io.fragmentcache.store.Hole;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.thymeleaf.context.IEngineContext;

/** A finished text in a page. Its holes are rendered while it is written. */
final class InsertedText extends WrittenText {
    private final FinishedText text;
    private final List<HoleBody> bodies;
    private final HoleLookups lookups;
    private final IEngineContext live;

    /** @param bodies of the holes, in their order: what a template loses from now on is rendered once more */
    InsertedText(FinishedText text, List<HoleBody> bodies, HoleLookups lookups, IEngineContext live) {
        this.text = text;
        this.bodies = bodies;
        this.lookups = lookups;
        this.live = live;
    }

    boolean hasHoles() {
        return !text.holes().isEmpty();
    }

    @Override
    void writeTo(Writer out) throws IOException {
        if (out instanceof DiscardingWriter) {
            return;
        }
        List<Hole> holes = text.holes();
        if (hasHoles()) {
            if (live.getVariable(RequestScope.ATTRIBUTE) instanceof RequestScope scope) {
                scope.tally().hole();
            }
            lookups.read(holes, live);
        }
        write(0, out);
        for (int i = 0; i < holes.size(); i++) {
            Hole hole = holes.get(i);
            bodies.get(i).render(hole, live, out);
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
    public String toString() {
        return hasHoles() ? super.toString() : text.text();
    }
}
