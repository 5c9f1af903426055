package io.fragmentcache.inspect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.spi.StoreFailed;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.store.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the cache does: in all, by fragment, and for the keys that were asked for last. Everything is bounded, so
 * its memory is too: about 20 megabytes when {@value #MOST_FRAGMENTS} fragments and as many keys are known.
 * Thread-safe.
 */
final class Statistics implements Listener {
    static final int MOST_FRAGMENTS = 10_000;
    static final int MOST_KEYS = 10_000;

    private static final long STEP = 10_000_000;
    private static final int STEPS = 90;

    private final LongSupplier clock;
    private final long since;
    private final Counts counts = new Counts(STEP, STEPS);
    private final Map<Locator, FragmentCounts> tallies = new ConcurrentHashMap<>();
    private final FragmentCounts others = new FragmentCounts("all other fragments");
    private final Cache<Key, RecentLookup> asked =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();
    private final RecentTouches touches = new RecentTouches();
    private final LongAdder regenerated = new LongAdder();
    private final LongAdder storeFailures = new LongAdder();
    private volatile @Nullable String lastStoreFailure;

    /** @param clock microseconds since 1970 */
    Statistics(LongSupplier clock) {
        this.clock = clock;
        this.since = clock.getAsLong();
    }

    @Override
    public void lookedUp(LookedUp event) {
        long now = clock.getAsLong();
        Outcome outcome = event.outcome();
        Locator locator = event.locator();
        FragmentCounts tally = tally(locator);
        counts.add(outcome, now);
        tally.lookedUp(outcome, now);
        Entry entry = event.entry();
        if (entry != null && (outcome == Outcome.HIT || outcome == Outcome.STALE)) {
            tally.saved(entry.times().cost());
        }
        if (outcome != Outcome.HIT) {
            asked.put(event.key(), asked(event, event.reason(), now));
            if (entry != null) {
                touches.blame(entry, locator);
            }
        } else if (tally.samplesHit()) {
            asked.asMap().putIfAbsent(event.key(), asked(event, "", now));
        }
    }

    private static RecentLookup asked(LookedUp event, String reason, long now) {
        return new RecentLookup(event.key(), event.locator(), event.lifetime(), event.version(), reason, now);
    }

    @Override
    public void rendered(Rendered event) {
        if (event.inBackground()) {
            regenerated.increment();
        }
        tally(event.locator()).rendered(event.entry().times().cost());
    }

    @Override
    public void renderFailed(RenderFailed event) {
        tally(event.locator()).failed(String.valueOf(event.cause().getMessage()));
    }

    @Override
    public void notStored(NotStored event) {
        tally(event.locator()).refused(event.reason());
    }

    @Override
    public void touched(Touched event) {
        touches.add(event.tags(), event.stamp());
    }

    @Override
    public void storeFailed(StoreFailed event) {
        storeFailures.increment();
        lastStoreFailure = event.operation() + ": " + event.cause().getMessage();
    }

    private FragmentCounts tally(Locator locator) {
        FragmentCounts known = tallies.get(locator);
        if (known != null) {
            return known;
        }
        return tallies.size() < MOST_FRAGMENTS ? tallies.computeIfAbsent(locator, FragmentCounts::new) : others;
    }

    /** When counting began, in microseconds since 1970. */
    long since() {
        return since;
    }

    Counts counts() {
        return counts;
    }

    /** How long a step of the counts over time is. */
    static long stepMillis() {
        return STEP / 1_000;
    }

    /** Each fragment that was asked for; where they are too many, the rest as one. */
    Stream<FragmentCounts> tallies() {
        return others.counts().total() == 0
                ? tallies.values().stream()
                : Stream.concat(tallies.values().stream(), Stream.of(others));
    }

    @Nullable FragmentCounts of(Locator locator) {
        return tallies.get(locator);
    }

    /** The keys asked for lately that fit, at most so many. */
    List<RecentLookup> asked(Predicate<RecentLookup> which, int most) {
        return asked.asMap().values().stream().filter(which).limit(most).toList();
    }

    /** Whether the readable form of a key holds this. */
    static Predicate<RecentLookup> containing(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return candidate -> candidate.key().toString().toLowerCase(Locale.ROOT).contains(lower);
    }

    Optional<RecentLookup> asked(Key key) {
        return Optional.ofNullable(asked.getIfPresent(key));
    }

    List<TouchEffect> touches() {
        return touches.all();
    }

    long regenerated() {
        return regenerated.sum();
    }

    long storeFailures() {
        return storeFailures.sum();
    }

    @Nullable String lastStoreFailure() {
        return lastStoreFailure;
    }
}
