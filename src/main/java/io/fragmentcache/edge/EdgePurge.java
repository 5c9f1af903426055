package io.fragmentcache.edge;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.key.Tag;
import io.fragmentcache.servlet.EdgeTags;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Touched;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges pages at the edge after what they show was touched.
 *
 * <pre>{@code
 * EdgeTags tags = EdgeTags.xkey();
 * var filter = FragmentCacheFilter.over(cache).maxAge(Duration.ofHours(1)).edgeTags(tags).build();
 * var purge = EdgePurge.over(cache, tags).to(VarnishEdge.at(URI.create("http://127.0.0.1:6081/"))).open();
 * }</pre>
 *
 * <p>Touches are collected, by default for 20 ms, and sent by threads of this class, one for each edge. A purge that fails
 * is sent again after 1 s, doubling to 60 s, until it succeeds. If more than 10 000 tags wait for an edge, all its pages
 * are purged instead. Touched pages are purged softly, expired pages are dropped. Thread-safe.
 */
public final class EdgePurge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");
    private static final long CLOSE_SECONDS = 5;

    private final EdgeTags tags;
    private final boolean soft;
    private final List<PurgeQueue> queues;
    private final Runnable end;
    private volatile boolean closed;

    private EdgePurge(EdgeTags tags, boolean soft, List<PurgeQueue> queues, Runnable end) {
        this.tags = tags;
        this.soft = soft;
        this.queues = queues;
        this.end = end;
    }

    /**
     * Starts a purge of what is touched through this cache.
     *
     * @param tags the same as the filter's
     */
    public static EdgePurgeBuilder over(FragmentCache cache, EdgeTags tags) {
        return new EdgePurgeBuilder(cache, tags);
    }

    static EdgePurge open(FragmentCache cache, EdgeTags tags, boolean soft, Purging purging, List<Edge> edges) {
        // One for each: an edge that hangs keeps no other waiting.
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(Math.max(1, edges.size()), work -> {
            Thread worker = new Thread(work, "fragment-cache-purge");
            worker.setDaemon(true);
            return worker;
        });
        return open(
                cache, tags, soft, purging, edges, (work, delay) -> after(threads, work, delay), () -> end(threads));
    }

    /**
     * Opens it with a clock of the caller; for tests.
     *
     * @param later runs something after a while
     * @param end lets run what runs, and nothing more
     */
    static EdgePurge open(
            FragmentCache cache,
            EdgeTags tags,
            boolean soft,
            Purging purging,
            List<Edge> edges,
            BiConsumer<Runnable, Duration> later,
            Runnable end) {
        List<PurgeQueue> queues =
                edges.stream().map(edge -> new PurgeQueue(edge, purging, later)).toList();
        EdgePurge purge = new EdgePurge(tags, soft, queues, end);
        cache.listen(new Listener() {
            @Override
            public void touched(Touched event) {
                purge.touched(event);
            }
        });
        return purge;
    }

    private void touched(Touched event) {
        if (closed) {
            return;
        }
        Set<String> tokens =
                event.tags().contains(Tag.EVERYTHING) ? Set.of(tags.everything()) : tags.purged(event.tags());
        queues.forEach(queue -> queue.add(tokens, soft && !event.expired()));
    }

    /** Returns how many tags wait to be purged, at all edges together. */
    public int waiting() {
        return queues.stream().mapToInt(PurgeQueue::size).sum();
    }

    /** Accepts no more touches, sends the waiting tags until an edge fails, and logs how many tags were not purged. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            end.run();
            queues.forEach(PurgeQueue::flush);
        }
    }

    private static void after(ScheduledExecutorService thread, Runnable work, Duration delay) {
        try {
            ScheduledFuture<?> unused = thread.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // The thread that closes this sends what waits.
            LOG.debug("A purge comes after the end.", closed);
        }
    }

    private static void end(ScheduledExecutorService thread) {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A purge did not end within {} seconds.", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
