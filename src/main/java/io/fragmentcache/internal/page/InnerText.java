package io.fragmentcache.internal.page;

import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.internal.guard.Sentinels;
import io.fragmentcache.store.FinishedText;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** A finished text inside the text of a fragment that is being rendered, which shares it. */
final class InnerText extends WrittenText {
    private final FinishedText text;
    private final Observer.@Nullable Shown watched;
    private final Sentinels around;

    InnerText(FinishedText text, Observer.@Nullable Shown watched, Sentinels around) {
        this.text = text;
        this.watched = watched;
        this.around = around;
    }

    @Override
    void writeTo(Writer out) throws IOException {
        if (watched == null) {
            around.write(text, out);
        } else {
            around.write(text, watched, out);
        }
    }
}
