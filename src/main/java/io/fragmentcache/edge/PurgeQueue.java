package io.fragmentcache.edge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one edge is still to purge. A purge that failed stays until it succeeds; where too much waits, all pages are purged
 * instead. Thread-safe.
 */
final class PurgeQueue {
    /** How often a purge is sent, and whether pages may be shown once more. */
    private record Due(boolean soft, int rounds) {
        Due and(Due other) {
            return new Due(soft && other.soft, Math.max(rounds, other.rounds));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");
    static final int MOST = 10_000;
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(60);
    private static final int MOST_DOUBLINGS = 6;

    private final Edge edge;
    private final Purging purging;

    /** Runs something after a while, or does not where it is closed. */
    private final BiConsumer<Runnable, Duration> later;

    private final Object sending = new Object();

    @GuardedBy("this") private Map<String, Due> waiting = new LinkedHashMap<>();

    @GuardedBy("this") private boolean scheduled;

    @GuardedBy("this") private int failures;

    PurgeQueue(Edge edge, Purging purging, BiConsumer<Runnable, Duration> later) {
        this.edge = edge;
        this.purging = purging;
        this.later = later;
    }

    void add(Collection<String> tags, boolean soft) {
        int rounds = purging.again().isZero() ? 1 : 2;
        schedule(add(tags, new Due(soft, rounds)) ? purging.collect() : null);
    }

    /** Whether sending is to be scheduled. */
    private synchronized boolean add(Collection<String> tags, Due due) {
        tags.forEach(tag -> waiting.merge(tag, due, Due::and));
        if (waiting.size() > MOST) {
            boolean soft = waiting.values().stream().allMatch(Due::soft);
            waiting = new LinkedHashMap<>(Map.of(purging.everything(), new Due(soft, due.rounds())));
            LOG.warn("More than {} tags wait to be purged at {}: all its pages will be.", MOST, edge.name());
        }
        boolean first = !scheduled;
        scheduled = true;
        return first;
    }

    private void schedule(@Nullable Duration delay) {
        if (delay != null) {
            later.accept(this::send, delay);
        }
    }

    /** How many tags wait. */
    synchronized int size() {
        return waiting.size();
    }

    private void send() {
        schedule(sendOne());
    }

    /** Sends all that waits until one fails: for the end. */
    void flush() {
        while (size() > 0 && sendOne() != null && isWell()) {
            LOG.debug("Purged the last tags at {}.", edge.name());
        }
        if (size() > 0) {
            LOG.warn("{} tags were not purged at {} before the end.", size(), edge.name());
        }
    }

    private synchronized boolean isWell() {
        return failures == 0;
    }

    /** Sends one request; returns when the next one is due, null where nothing waits. */
    private @Nullable Duration sendOne() {
        synchronized (sending) {
            Map<String, Due> batch = take();
            if (batch.isEmpty()) {
                return rest();
            }
            boolean soft = batch.values().iterator().next().soft();
            try {
                edge.purge(new LinkedHashSet<>(batch.keySet()), soft);
            } catch (IOException | RuntimeException e) {
                return failed(batch, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return failed(batch, e);
            }
            succeeded(batch, soft);
            return rest();
        }
    }

    /** As many as one request takes, all soft or all hard. */
    private synchronized Map<String, Due> take() {
        Map<String, Due> batch = new LinkedHashMap<>();
        Iterator<Map.Entry<String, Due>> all = waiting.entrySet().iterator();
        Boolean soft = null;
        while (all.hasNext() && batch.size() < Math.max(1, edge.mostTags())) {
            Map.Entry<String, Due> next = all.next();
            soft = soft == null ? Boolean.valueOf(next.getValue().soft()) : soft;
            if (next.getValue().soft() == soft) {
                batch.put(next.getKey(), next.getValue());
                all.remove();
            }
        }
        return batch;
    }

    private synchronized @Nullable Duration rest() {
        scheduled = !waiting.isEmpty();
        return scheduled ? Duration.ZERO : null;
    }

    private synchronized Duration failed(Map<String, Due> batch, Exception cause) {
        if (failures == 0) {
            // Other messages than those of edges may hold what was sent, and so the token.
            String why = cause instanceof IOException
                    ? cause.getMessage()
                    : cause.getClass().getSimpleName();
            LOG.warn("A purge at {} failed, and is tried again: {}", edge.name(), why);
        }
        batch.forEach((tag, due) -> waiting.merge(tag, due, Due::and));
        Duration next = Duration.ofSeconds(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return next.compareTo(LONGEST_BACK_OFF) < 0 ? next : LONGEST_BACK_OFF;
    }

    private void succeeded(Map<String, Due> batch, boolean soft) {
        synchronized (this) {
            if (failures > 0) {
                LOG.info("{} purges again, after {} failures.", edge.name(), failures);
            }
            failures = 0;
        }
        Set<String> again = new LinkedHashSet<>();
        batch.forEach((tag, due) -> {
            if (due.rounds() > 1) {
                again.add(tag);
            }
        });
        if (!again.isEmpty()) {
            // What was rendered before the touch may reach the edge only after the first purge.
            later.accept(() -> schedule(add(again, new Due(soft, 1)) ? Duration.ZERO : null), purging.again());
        }
    }
}
