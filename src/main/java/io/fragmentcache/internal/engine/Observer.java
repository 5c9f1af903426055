package io.fragmentcache.internal.engine;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Hole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks on while fragments are put into texts and pages: for a tool that shows them there. Without an observer, nothing
 * is done for it. Remembered texts are the same with and without. Thread-safe.
 */
public interface Observer {
    /**
     * What is shown of a fragment.
     *
     * @param lookup what was found, and why
     * @param entry the text that is shown: what was found, what was rendered, or an old one that stands in
     */
    record Shown(Lookup lookup, Entry entry) {}

    /**
     * Where a fragment lies in the text of the one around it.
     *
     * @param start in characters
     * @param end in characters, not in it
     * @param firstHole which of the text's holes is the first in it
     * @param endHole which is the first behind it
     */
    record Placed(int start, int end, int firstHole, int endHole, Shown shown) {}

    /**
     * A hole of a text, and what its tag says.
     *
     * @param name of the {@code cache:live} fragment; null of a {@code cache:hole}
     * @param apart whether the tag lets it be fetched apart from its page
     */
    record NamedHole(Hole hole, @Nullable String name, boolean apart) {}

    /** The text of a fragment was rendered, and is about to become the entry of this key with this birth. */
    void placed(Key key, long born, int length, List<Placed> inside);

    /** One page that shall show its fragments. Used by the thread that serves it. */
    interface View {
        /** The request attribute under which it is found. */
        String ATTRIBUTE = "io.fragmentcache.View";

        /**
         * The text of a fragment, with marks around it and around what lies in it.
         *
         * @param holes of the text, in their order
         */
        Body.Text marked(Shown shown, List<NamedHole> holes);

        /** A mark to stand before an element that is rendered as if there were no cache. */
        String bypassed(Locator locator, String reason);
    }
}
