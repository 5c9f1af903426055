package io.fragmentcache.edge;

import java.io.IOException;
import java.util.Set;

/**
 * A content delivery network or proxy that purges pages by tag. Implementations are thread-safe; {@link EdgePurge} calls
 * each from one thread at a time.
 */
public interface Edge {
    /**
     * Purges every page that carries one of these tags.
     *
     * @param tags as the pages carry them, at most {@link #mostTags()}
     * @param soft whether the pages may be shown once more while they are fetched again; edges that cannot do so drop them
     * @throws IOException if the edge was not reached, or refused; its message must hold no secret
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    void purge(Set<String> tags, boolean soft) throws IOException, InterruptedException;

    /** Returns how many tags one call takes. */
    int mostTags();

    /** Returns how the edge is called in the log. */
    String name();
}
