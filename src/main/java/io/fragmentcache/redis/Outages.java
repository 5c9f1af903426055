package io.fragmentcache.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fragmentcache.store.Entry;
import java.util.Map;
import java.util.TreeMap;

/**
 * The spans of stamps that this node gave while it was cut off. What was rendered then may have missed a touch of
 * another node, so it stays on this node: others would take it for fresh. Thread-safe.
 */
final class Outages {
    private static final int MOST = 100;

    @GuardedBy("this") private final TreeMap<Long, Long> spans = new TreeMap<>();

    /** A span, both ends not in it. */
    synchronized void add(long after, long before) {
        spans.merge(after, before, Math::max);
        if (spans.size() > MOST) {
            Map.Entry<Long, Long> oldest = spans.pollFirstEntry();
            Map.Entry<Long, Long> next = spans.pollFirstEntry();
            spans.put(oldest.getKey(), Math.max(oldest.getValue(), next.getValue()));
        }
    }

    synchronized boolean isEmpty() {
        return spans.isEmpty();
    }

    /** Whether any snapshot of the entry was given in an outage. */
    boolean touch(Entry entry) {
        if (isEmpty()) {
            return false;
        }
        boolean[] found = {false};
        entry.snapshots().forEach((tag, stamp) -> found[0] |= holds(stamp));
        return found[0];
    }

    private synchronized boolean holds(long stamp) {
        Map.Entry<Long, Long> span = spans.lowerEntry(stamp);
        return span != null && stamp < span.getValue();
    }
}
