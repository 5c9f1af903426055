package io.fragmentcache.edge;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.servlet.EdgeTags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Configures an {@link EdgePurge}. Not thread-safe. */
public final class EdgePurgeBuilder {
    private static final Duration COLLECT = Duration.ofMillis(20);

    private final FragmentCache cache;
    private final EdgeTags tags;
    private final List<Edge> edges = new ArrayList<>();
    private Duration collect = COLLECT;
    private Duration again = Duration.ZERO;
    private boolean soft = true;

    EdgePurgeBuilder(FragmentCache cache, EdgeTags tags) {
        this.cache = cache;
        this.tags = tags.orNamespace(cache);
    }

    /**
     * Adds an edge. Call it once for each edge.
     *
     * @param edge called by a thread of its own, so that an edge that hangs delays no other one
     */
    public EdgePurgeBuilder to(Edge edge) {
        edges.add(edge);
        return this;
    }

    /**
     * Sets how long touches are collected for one request. Defaults to 20 milliseconds.
     *
     * @throws Problem if it is negative
     */
    public EdgePurgeBuilder collect(Duration duration) {
        collect = checked("collect", duration);
        return this;
    }

    /**
     * Sends each purge once more after this time, which should be longer than the longest page takes: a page that was
     * rendered before the touch may reach the edge only after the first purge. Defaults to zero: never.
     *
     * @throws Problem if it is negative
     */
    public EdgePurgeBuilder again(Duration after) {
        again = checked("again", after);
        return this;
    }

    /** Drops touched pages, so that the next visitor waits for the new one. Defaults to soft purges. */
    public EdgePurgeBuilder hard() {
        soft = false;
        return this;
    }

    /**
     * Starts purging: from now on each touch of the cache is purged.
     *
     * @return has threads; close it before the cache
     */
    public EdgePurge open() {
        return EdgePurge.open(cache, tags, soft, new Purging(collect, again, tags.everything()), List.copyOf(edges));
    }

    private static Duration checked(String name, Duration duration) {
        if (duration.isNegative()) {
            throw Problem.negativeDuration(name, duration.toString());
        }
        return duration;
    }
}
