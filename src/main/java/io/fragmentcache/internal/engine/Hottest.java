package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.PlainCodec;
import io.fragmentcache.key.Version;
import io.fragmentcache.key.Versions;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which fragments with a source are asked for most, so that the next run can render them before anyone asks. The list is
 * an entry of the store: where entries outlive the process, so does the list.
 *
 * <p>A look-up adds one to a counter, and no more. Every ten minutes, and when the cache is closed, what was counted is
 * added to the list that is there, whose own numbers are halved for it: so the list follows the last half hour, and
 * nodes that share a store share the list. Thread-safe.
 */
public final class Hottest {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");

    /** More than are kept, since only what is met can turn out to be hot. Caffeine lets the cold ones go. */
    private static final long MOST_COUNTED = 4 << 20;

    private static final int BYTES_OF_A_COUNT = 500;

    private static final int MOST_KEPT = 1_000;
    private static final long WRITTEN_EVERY = Micros.of(Duration.ofMinutes(10));
    private static final long KEPT_FOR = Micros.of(Duration.ofDays(30));
    private static final String FORMAT = "hottest 1";

    private record Counted(Subject subject, LongAdder times) {}

    private final SafeStore store;
    private final Stamps stamps;
    private final SafeListener listener;
    private final Set<Locator> sourced;
    private final Key key;

    @Bound("4 MB")
    private final Cache<Key, Counted> counted = Caffeine.newBuilder()
            .maximumWeight(MOST_COUNTED)
            .weigher((Key key, Counted each) -> 3 * key.weight() + BYTES_OF_A_COUNT)
            .executor(Runnable::run)
            .build();

    private final AtomicLong nextWrite = new AtomicLong();
    private final AtomicBoolean saidDamaged = new AtomicBoolean();
    private final AtomicBoolean saidLeftOut = new AtomicBoolean();

    public Hottest(SafeStore store, Stamps stamps, SafeListener listener, Settings settings) {
        this.store = store;
        this.stamps = stamps;
        this.listener = listener;
        this.sourced = Set.copyOf(settings.sources().keySet());
        this.key = new KeyBuilder(Versions.none(), KeyPrefix.of(settings.namespace(), "fragment-cache.hottest")).key();
    }

    /** The key of the list in the store. */
    Key key() {
        return key;
    }

    /**
     * Counts a look-up.
     *
     * @return whether the list is to be written, by a caller without a visitor who waits
     */
    boolean count(Fragment fragment, Lookup.Place place, long now) {
        if (sourced.isEmpty() || !counts(fragment, place)) {
            return false;
        }
        Counted known = counted.getIfPresent(fragment.key());
        if (known == null) {
            known = new Counted(fragment.subject().get(), new LongAdder());
            // Of two who meet it at once one count is lost, which does not change the order.
            counted.put(fragment.key(), known);
        }
        known.times.increment();
        long due = nextWrite.get();
        return now >= due && nextWrite.compareAndSet(due, now + WRITTEN_EVERY) && due != 0;
    }

    private boolean counts(Fragment fragment, Lookup.Place place) {
        // What varies by a request cannot be made without one.
        return place.isOfVisitor()
                && fragment.vary().isEmpty()
                && fragment.facts().areOfNoVisitor()
                && sourced.contains(fragment.locator());
    }

    /** Those of the last run, the hottest first; none where the store forgot them. */
    List<Subject> read() {
        return List.copyOf(list(store.newest(key)).keySet());
    }

    /** Adds what was counted since the last time to the list in the store. */
    public void write(long now) {
        Map<Subject, Double> latest = new LinkedHashMap<>();
        for (Counted each : counted.asMap().values()) {
            long times = each.times.sumThenReset();
            if (times > 0) {
                latest.merge(each.subject, (double) times, Double::sum);
            }
        }
        if (latest.isEmpty()) {
            return;
        }
        Entry there = store.newest(key);
        double share = there == null ? 0 : share(now - there.written());
        list(there).forEach((subject, times) -> latest.merge(subject, times * share, Double::sum));
        store.write(entry(text(latest), now));
    }

    /** Halved in ten minutes, and no further: a night without requests does not make all of them cold. */
    private static double share(long age) {
        return Math.pow(0.5, Math.min(1, Math.max(0, age) / (double) WRITTEN_EVERY));
    }

    private String text(Map<Subject, Double> times) {
        List<Object> lines = new ArrayList<>();
        lines.add(FORMAT);
        int leftOut = 0;
        List<Map.Entry<Subject, Double>> hottest = times.entrySet().stream()
                .sorted(Map.Entry.<Subject, Double>comparingByValue().reversed())
                .limit(MOST_KEPT)
                .toList();
        for (Map.Entry<Subject, Double> each : hottest) {
            Subject subject = each.getKey();
            List<Object> line = List.of(
                    each.getValue(),
                    subject.locale(),
                    subject.locator().template(),
                    subject.locator().name(),
                    subject.identity());
            if (PlainCodec.write(line).isPresent()) {
                lines.add(line);
            } else {
                leftOut++;
                sayLeftOut(subject);
            }
        }
        LOG.debug("The {} hottest fragments are kept for the next run, {} are left out.", lines.size() - 1, leftOut);
        return PlainCodec.write(lines).orElseThrow();
    }

    private void sayLeftOut(Subject subject) {
        if (!saidLeftOut.getAndSet(true)) {
            listener.warned(Problem.hottestLeftOut(
                    subject.locator().toString(), subject.identity().getClass().getName()));
        }
    }

    private Entry entry(String text, long now) {
        Times times = new Times(stamps.next(), now, now, now, now + KEPT_FOR, 0);
        return new Entry(key, Version.NONE, text, Snapshots.of(Map.of()), times);
    }

    private Map<Subject, Double> list(@Nullable Entry entry) {
        if (entry == null) {
            return Map.of();
        }
        Optional<Map<Subject, Double>> list = parse(entry.text());
        if (list.isEmpty() && !saidDamaged.getAndSet(true)) {
            listener.warned(Problem.hottestNotReadable());
        }
        return list.orElse(Map.of());
    }

    private static Optional<Map<Subject, Double>> parse(String text) {
        try {
            List<?> lines = (List<?>) PlainCodec.read(text);
            if (!lines.get(0).equals(FORMAT)) {
                return Optional.empty();
            }
            Map<Subject, Double> list = new LinkedHashMap<>();
            for (Object each : lines.subList(1, lines.size())) {
                List<?> line = (List<?>) each;
                Locator locator = new Locator((String) line.get(2), (String) line.get(3));
                list.put(new Subject(locator, (Locale) line.get(1), line.get(4)), (Double) line.get(0));
            }
            return Optional.of(list);
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }
}
