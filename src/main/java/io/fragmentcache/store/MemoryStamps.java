package io.fragmentcache.store;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stamps of one process. At most {@code bound} tags are held. If more are touched, the older half is dropped, and every tag
 * that is not held counts as touched when the youngest dropped tag was. So a dropped stamp may outdate an entry that is
 * still good, and never makes an old one fresh.
 */
public final class MemoryStamps implements Stamps {
    /** Of about 100 bytes each. */
    public static final int DEFAULT_BOUND = 200_000;

    private final InstantSource clock;
    private final int bound;
    private final AtomicLong last = new AtomicLong();

    @Bound("200 000 tags, or as many as the store was told")
    private final ConcurrentHashMap<Tag, Long> held = new ConcurrentHashMap<>();

    private volatile long floor = NEVER;
    private volatile long latest = NEVER;

    /** Creates stamps that remember {@link #DEFAULT_BOUND} tags. */
    public MemoryStamps(InstantSource clock) {
        this(clock, DEFAULT_BOUND);
    }

    /**
     * Creates stamps that remember this many tags.
     *
     * @throws Problem if the bound is less than 1
     */
    public MemoryStamps(InstantSource clock, int bound) {
        if (bound < 1) {
            throw Problem.noTouchesRemembered("MemoryStamps(clock, " + bound + ")");
        }
        this.clock = clock;
        this.bound = bound;
    }

    /** Goes on where the saved ones ended. */
    public static MemoryStamps restored(InstantSource clock, SavedStamps saved) {
        MemoryStamps stamps = new MemoryStamps(clock);
        stamps.last.set(saved.last());
        stamps.floor = saved.floor();
        stamps.latest = saved.latest();
        stamps.held.putAll(saved.held());
        return stamps;
    }

    /** Creates stamps for entries whose touches are not known: each entry from before this call counts as touched. */
    public static MemoryStamps distrusting(InstantSource clock) {
        MemoryStamps stamps = new MemoryStamps(clock);
        stamps.floor = stamps.next();
        stamps.latest = stamps.floor;
        return stamps;
    }

    /** Returns what a store needs to restore these stamps. */
    public synchronized SavedStamps saved() {
        return new SavedStamps(last.get(), floor, latest, held);
    }

    @Override
    public long of(Tag tag) {
        Long stamp = held.get(tag);
        // The floor is read after the map: it rises before a stamp is dropped.
        return stamp != null ? stamp : floor;
    }

    @Override
    public long latest() {
        return latest;
    }

    @Override
    public long next() {
        long now = Micros.of(clock.instant());
        return last.updateAndGet(previous -> Math.max(previous + 1, now));
    }

    @Override
    public synchronized long touch(Collection<Tag> tags) {
        long stamp = next();
        learn(tags, stamp);
        return stamp;
    }

    /** Numbers given from now on are greater than this one, which came from elsewhere. */
    public void exceed(long number) {
        last.accumulateAndGet(number, Math::max);
    }

    /** Takes over what another node touched. Stamps may come in any order, and more than once. */
    public synchronized void learn(Collection<Tag> tags, long stamp) {
        exceed(stamp);
        // Before the tags themselves: a reader that sees an old 'latest' started before this touch returned.
        latest = Math.max(latest, stamp);
        for (Tag tag : tags) {
            held.merge(tag, stamp, Math::max);
        }
        if (held.size() > bound) {
            letGo();
        }
    }

    /** Returns the tags that were touched last after this stamp; everything if some of them were dropped. */
    public synchronized List<Tag> touchedAfter(long stamp) {
        if (floor > stamp) {
            return List.of(Tag.EVERYTHING);
        }
        return held.entrySet().stream()
                .filter(each -> each.getValue() > stamp)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void letGo() {
        long[] stamps = held.values().stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(stamps);
        long youngestToGo = stamps[stamps.length / 2];
        floor = Math.max(floor, youngestToGo);
        held.values().removeIf(stamp -> stamp <= youngestToGo);
    }
}
