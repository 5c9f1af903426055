package io.fragmentcache.servlet;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.engine.Tally;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.store.Snapshots;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes tags for an edge: those of public pages, and those that unsafe requests touch. Thread-safe. */
final class EdgeHeader implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");
    private static final int MOST_VALUES = 1_000;
    private static final String INVALIDATION = "Cache-Group-Invalidation";

    private final EdgeTags tags;
    /** By the entries that a page shows: written again, the tags of a large page would cost more than its look-up. */
    @Bound("1 000 values, of 2 KB each by default")
    private final Map<List<Snapshots>, EdgeTags.Written> values = new ConcurrentHashMap<>();

    private final AtomicBoolean folded = new AtomicBoolean();

    @SuppressWarnings("ThreadLocalUsage") // One for each filter: two filters may tell different edges.
    private final ThreadLocal<Set<Tag>> touched = new ThreadLocal<>();

    EdgeHeader(EdgeTags tags) {
        this.tags = tags;
    }

    /** Writes the tags of a page, beside those that the application wrote. */
    void tell(HttpServletResponse response, Tally tally) {
        List<Snapshots> tagged = tally.tagged();
        EdgeTags.Written written = written(tagged);
        // In one line: of several, some edges read the first alone.
        String value = written.value();
        List<String> before = List.copyOf(response.getHeaders(tags.header()));
        for (int i = before.size() - 1; i >= 0; i--) {
            value = tags.after(before.get(i), value);
        }
        response.setHeader(tags.header(), value);
        if (written.folded() && folded.compareAndSet(false, true)) {
            LOG.warn(Problem.edgeTagsFolded(tags.header(), union(tagged).size()).withAnchor());
        }
    }

    EdgeTags.Written written(List<Snapshots> tagged) {
        EdgeTags.Written written = values.get(tagged);
        if (written == null) {
            written = tags.write(union(tagged));
            if (values.size() >= MOST_VALUES) {
                values.clear();
            }
            values.put(tagged, written);
        }
        return written;
    }

    private static Set<Tag> union(List<Snapshots> tagged) {
        Set<Tag> all = new LinkedHashSet<>();
        tagged.forEach(each -> each.forEach((tag, stamp) -> all.add(tag)));
        return all;
    }

    /** Says that the calling thread serves an unsafe request from now on. */
    void beginUnsafe() {
        if (tags.isOfGroups()) {
            touched.set(new LinkedHashSet<>());
        }
    }

    /** Says that the calling thread serves no such request any more. */
    void end() {
        touched.remove();
    }

    @Override
    public void touched(Touched event) {
        Set<Tag> mine = touched.get();
        if (mine != null) {
            mine.addAll(event.tags());
        }
    }

    /** Tells what the calling thread touched while it serves an unsafe request (RFC 9875, section 3). */
    void tellTouched(HttpServletResponse response) {
        Set<Tag> mine = touched.get();
        if (mine != null && !mine.isEmpty() && !response.isCommitted()) {
            response.setHeader(INVALIDATION, tags.invalidation(mine));
        }
    }
}
