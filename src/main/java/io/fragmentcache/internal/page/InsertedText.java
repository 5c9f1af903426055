package io.fragmentcache.internal.page;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Utf8Sink;
import io.fragmentcache.internal.template.DiscardingWriter;
import io.fragmentcache.internal.template.HoleBodies;
import io.fragmentcache.store.FinishedText;
import io.fragmentcache.store.Hole;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.thymeleaf.context.IEngineContext;

/** A finished text in a page. Its holes are rendered while it is written. */
final class InsertedText extends WrittenText {
    private final FinishedText text;
    private final HoleBodies bodies;
    private final HoleLookups lookups;
    private final IEngineContext live;

    InsertedText(FinishedText text, HoleBodies bodies, HoleLookups lookups, IEngineContext live) {
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
                // Only of the page itself: what goes elsewhere, into a mail for instance, is needed.
                if (out instanceof Utf8Sink && scope.isAnswered()) {
                    return;
                }
            }
            lookups.read(holes, live);
        }
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
    public String toString() {
        return hasHoles() ? super.toString() : text.text();
    }
}
