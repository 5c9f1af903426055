package io.fragmentcache.internal.page;

import io.fragmentcache.internal.memory.Utf8Sink;
import io.fragmentcache.internal.template.DiscardingWriter;
import io.fragmentcache.internal.template.HoleBody;
import io.fragmentcache.store.FinishedText;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;

/** A finished text in a page. Its holes are rendered while it is written. */
final class InsertedText extends WrittenText {
    private final FinishedText text;
    private final Holes holes;
    private final IEngineContext live;

    InsertedText(FinishedText text, Holes holes, IEngineContext live) {
        this.text = text;
        this.holes = holes;
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
        Utf8Sink sink = PageSinks.of(out, live);
        if (hasHoles() && holes.areLeftOut(sink, live)) {
            return;
        }
        if (!hasHoles()) {
            write(0, sink, out);
            return;
        }
        @Nullable String[] instead = holes.begin(text.holes(), live);
        HoleBody.Printer printer = new HoleBody.Printer(live, out);
        write(0, sink, out);
        for (int i = 0; i < text.holes().size(); i++) {
            if (instead[i] == null) {
                holes.render(i, text.holes().get(i), printer);
            } else {
                out.write(instead[i]);
            }
            write(i + 1, sink, out);
        }
    }

    private void write(int segment, @Nullable Utf8Sink sink, Writer out) throws IOException {
        if (sink != null) {
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
