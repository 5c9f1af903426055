package io.fragmentcache.internal.engine;

import io.fragmentcache.store.Entry;
import io.fragmentcache.store.FinishedText;
import io.fragmentcache.store.Hole;
import java.util.List;

/** How the text of a fragment is made. Called at most once for each miss. */
@FunctionalInterface
public interface Body {
    /** A finished text, as it goes to the page. */
    record Text(FinishedText finished) {
        /** @param holes the places in it that are rendered for each request, by rising offset */
        public Text(String text, List<Hole> holes) {
            this(FinishedText.of(text, holes));
        }

        public Text(String text) {
            this(text, List.of());
        }

        public String text() {
            return finished.text();
        }
    }

    /**
     * Renders the fragment. What it throws reaches the page, as if there were no cache, and nothing is stored.
     *
     * @param doll the fragment while it is open: nested fragments report to it
     */
    Text render(Doll doll);

    /**
     * Whether what another process rendered, or wrote into the store, can be shown in place of this: its holes are
     * where it says. Defaults to true.
     */
    default boolean shows(Entry brought) {
        return true;
    }
}
