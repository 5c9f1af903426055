package io.fragmentcache.spring.boot;

import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Bypassed;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.spi.StoreFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the endpoint and the health of the cache tell: counts since the start. Works without Micrometer. Thread-safe. */
final class FragmentCounts implements Listener {
    /** After this the store is taken for well again, if nothing more is heard. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<Locator, Counts> fragments = new ConcurrentHashMap<>();
    private volatile @Nullable Failure lastFailure;

    /**
     * @param operation of the store
     * @param cause what it threw
     */
    record Failure(String operation, String cause, Instant at) {}

    FragmentCounts(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void lookedUp(LookedUp event) {
        Objects.requireNonNull(of(event.locator()).lookups.get(event.outcome())).increment();
    }

    @Override
    public void bypassed(Bypassed event) {
        Objects.requireNonNull(of(event.locator()).lookups.get(Outcome.BYPASS)).increment();
    }

    @Override
    public void rendered(Rendered event) {
        Counts counts = of(event.locator());
        (event.inBackground() ? counts.background : counts.requests).increment();
        counts.nanos.add(event.duration().toNanos());
    }

    @Override
    public void notStored(NotStored event) {
        Counts counts = of(event.locator());
        counts.notStored.increment();
        counts.reason = event.reason();
    }

    @Override
    public void storeFailed(StoreFailed event) {
        lastFailure = new Failure(event.operation(), event.cause().toString(), clock.instant());
    }

    /** What the store failed to do within the last minute. */
    Optional<Failure> recentFailure() {
        Failure last = lastFailure;
        return last == null || last.at().plus(RECENT).isBefore(clock.instant()) ? Optional.empty() : Optional.of(last);
    }

    /** By {@code template :: name}. */
    Map<String, FragmentsEndpoint.Fragment> all() {
        Map<String, FragmentsEndpoint.Fragment> all = new TreeMap<>();
        fragments.forEach((locator, counts) -> all.put(locator.toString(), counts.told()));
        return all;
    }

    FragmentsEndpoint.Fragment of(String locator) {
        return fragments.getOrDefault(Locator.parse(locator), new Counts()).told();
    }

    private Counts of(Locator locator) {
        Counts known = fragments.get(locator);
        return known != null ? known : fragments.computeIfAbsent(locator, added -> new Counts());
    }

    private static final class Counts {
        private final Map<Outcome, LongAdder> lookups = new EnumMap<>(Outcome.class);
        private final LongAdder requests = new LongAdder();
        private final LongAdder background = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final LongAdder notStored = new LongAdder();
        private volatile @Nullable String reason;

        Counts() {
            for (Outcome outcome : Outcome.values()) {
                lookups.put(outcome, new LongAdder());
            }
        }

        FragmentsEndpoint.Fragment told() {
            long renders = requests.sum() + background.sum();
            return new FragmentsEndpoint.Fragment(
                    sum(Outcome.HIT),
                    sum(Outcome.STALE),
                    sum(Outcome.MISS),
                    sum(Outcome.BYPASS),
                    requests.sum(),
                    background.sum(),
                    renders == 0 ? 0 : nanos.sum() / renders / 1_000,
                    notStored.sum(),
                    reason);
        }

        private long sum(Outcome outcome) {
            return Objects.requireNonNull(lookups.get(outcome)).sum();
        }
    }
}
