package io.fragmentcache.spi;

import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Entry;
import java.util.Collection;

/**
 * Hears what the cache does: for tests, metrics and logs. Called on the thread where it happens, so it must be quick and
 * thread-safe. What it throws is logged and otherwise ignored.
 */
public interface Listener {
    /** Hears nothing. */
    Listener NONE = new Listener() {};

    /** A fragment was asked for; {@code lookup} says what was found and why. */
    default void lookedUp(Lookup lookup) {}

    /** A fragment was rendered for its asker. */
    default void rendered(Entry entry, Fragment fragment) {}

    /** A fragment was rendered behind its readers. */
    default void regenerated(Entry entry, Fragment fragment) {}

    /** Rendering failed; readers see the old text, or the page's own error where there is none. */
    default void failed(Fragment fragment, Throwable cause) {}

    /** What was rendered was shown, and not stored. */
    default void refused(Locator locator, String reason) {}

    /** Tags were touched. */
    default void touched(Collection<Tag> tags, long stamp) {}

    /** The store failed; the cache went on without it. */
    default void storeFailed(String operation, Throwable cause) {}

    /** Something is not as its author may think, and the cache went on; each thing is told once. */
    default void warned(Problem warning) {}
}
