package io.fragmentcache.internal.usage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Rendered;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The last requests of pages, and what pages at each path took. Told by a filter, in the thread of the request. */
public final class PageLog {
    private static final int MOST_VISITS = 50;
    private static final int MOST_PATHS = 500;

    /** What tells pages of one kind apart: numbers, and what is as long as an identity. */
    private static final Pattern IDENTITY = Pattern.compile("(?<=/)([^/]*\\d[^/]*|[^/]{25,})");

    private final LongSupplier clock;
    private final Consumer<PageVisit> ended;

    @SuppressWarnings("ThreadLocalUsage") // One for each cache, as there is one log for each.
    private final ThreadLocal<@Nullable PageVisit> visiting = new ThreadLocal<>();

    @GuardedBy("last") private final Deque<PageVisit> last = new ArrayDeque<>();

    @Bound("500 paths")
    private final Map<String, PageUsage> pages = new ConcurrentHashMap<>();

    /** @param ended is told each request that asked for fragments */
    PageLog(LongSupplier clock, Consumer<PageVisit> ended) {
        this.clock = clock;
        this.ended = ended;
    }

    /** Says that the calling thread begins to serve this path. */
    public PageVisit begin(String path) {
        PageVisit visit = new PageVisit(path, clock.getAsLong());
        visiting.set(visit);
        return visit;
    }

    /**
     * Says that the calling thread ended what it began.
     *
     * @param isPage whether it is a page, and not a picture or data
     */
    public @Nullable PageVisit end(boolean isPage) {
        PageVisit visit = visiting.get();
        visiting.remove();
        if (visit == null) {
            return null;
        }
        visit.end(clock.getAsLong());
        if (visit.any()) {
            ended.accept(visit);
            synchronized (last) {
                last.addFirst(visit);
                if (last.size() > MOST_VISITS) {
                    last.removeLast();
                }
            }
        }
        if (isPage || visit.any()) {
            String path = IDENTITY.matcher(visit.path()).replaceAll("*");
            PageUsage page = pages.get(path);
            if (page == null && pages.size() < MOST_PATHS) {
                page = pages.computeIfAbsent(path, PageUsage::new);
            }
            if (page != null) {
                page.add(visit);
            }
        }
        return visit;
    }

    /** What the calling thread serves; null if no filter said so. */
    public @Nullable PageVisit here() {
        return visiting.get();
    }

    /** Microseconds that a request took until now. */
    public long soFar(PageVisit visit) {
        return visit.soFar(clock.getAsLong());
    }

    void lookedUp(LookedUp event) {
        PageVisit visit = visiting.get();
        if (visit != null) {
            visit.lookedUp(event, clock.getAsLong());
        }
    }

    void bypassed() {
        PageVisit visit = visiting.get();
        if (visit != null) {
            visit.bypassed();
        }
    }

    void rendered(Rendered event, long micros) {
        PageVisit visit = visiting.get();
        if (visit != null) {
            visit.rendered(event, micros);
        }
    }

    void holeRendered(long micros) {
        PageVisit visit = visiting.get();
        if (visit != null) {
            visit.holeRendered(micros);
        }
    }

    /** The last requests that asked for fragments, the newest first. */
    public List<PageVisit> last() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    /** What pages took, by path. */
    public Stream<PageUsage> pages() {
        return pages.values().stream();
    }
}
