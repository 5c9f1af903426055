package io.fragmentcache.inspect;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.Json;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Backlog;
import io.fragmentcache.spi.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the inspector's own page shows, in portions that do not grow with the application. Thread-safe. */
final class Dashboard {
    static final int ROWS = 50;
    private static final int KEYS = 20;
    private static final int TOUCHES = 10;
    private static final int FRAGMENTS_OF_A_TOUCH = 5;

    /** A fragment and its place among the others, taken once: while they are sorted, visitors go on asking for them. */
    private record Ranked(FragmentCounts tally, double rank) {
        private static final Comparator<Ranked> HIGHEST_FIRST = Comparator.comparingDouble(Ranked::rank)
                .reversed()
                .thenComparing(ranked -> ranked.tally().name());
    }

    private static final Map<String, ToDoubleFunction<FragmentCounts>> RANKS = Map.of(
            "asked",
            Dashboard::asked,
            "saved",
            FragmentCounts::saved,
            "misses",
            tally -> tally.counts().total(Outcome.MISS),
            "slowest",
            FragmentCounts::cost,
            "coldest",
            tally -> -tally.warmth(),
            "name",
            tally -> 0);

    private final FragmentCache cache;
    private final Statistics statistics;
    private final FactSheet facts;

    Dashboard(FragmentCache cache, Statistics statistics, FactSheet facts) {
        this.cache = cache;
        this.statistics = statistics;
        this.facts = facts;
    }

    private static double asked(FragmentCounts tally) {
        return tally.counts().total();
    }

    /** What there is now: the numbers of all, and one page of fragments whose name holds the words. */
    Json state(String words, String order, int page) {
        long now = cache.engine().inspection().now();
        ToDoubleFunction<FragmentCounts> rank = RANKS.getOrDefault(order, Dashboard::asked);
        List<Ranked> found = statistics
                .tallies()
                .filter(fits(words))
                .map(tally -> new Ranked(tally, rank.applyAsDouble(tally)))
                .sorted(Ranked.HIGHEST_FIRST)
                .toList();
        int pages = Math.max(1, (found.size() + ROWS - 1) / ROWS);
        int shown = Math.min(Math.max(page, 0), pages - 1);
        List<Ranked> rows = found.subList(shown * ROWS, Math.min(found.size(), (shown + 1) * ROWS));
        Backlog backlog = cache.backlog();
        return new Json()
                .with("since", (now - statistics.since()) / 1_000)
                .with("totals", totals(statistics.counts()))
                .with(
                        "saved",
                        statistics.tallies().mapToLong(FragmentCounts::saved).sum())
                .with("step", Statistics.stepMillis())
                .with("steps", steps(statistics.counts().last(now)))
                .with("flights", cache.engine().inspection().rendersInFlight())
                .with(
                        "queue",
                        new Json()
                                .with("waiting", backlog.waiting())
                                .with("longestWait", backlog.longestWait().toMillis())
                                .with("running", backlog.running())
                                .with("abandoned", backlog.abandoned())
                                .with("dropped", backlog.dropped()))
                .with("regenerated", statistics.regenerated())
                .with("stores", cache.describeStores())
                .with("storeFailures", statistics.storeFailures())
                .with("lastStoreFailure", statistics.lastStoreFailure())
                .with("touches", touches(now))
                .with("found", found.size())
                .with("page", shown)
                .with("pages", pages)
                .with(
                        "rows",
                        rows.stream().map(ranked -> row(ranked.tally(), now)).toList())
                .with("keys", words.isBlank() ? List.of() : keys(Statistics.containing(words)));
    }

    /** One fragment: what its digest covers, and keys it was asked for with. */
    Json fragment(String name) {
        Locator locator = locator(name);
        FragmentCounts tally = locator == null ? null : statistics.of(locator);
        return new Json()
                .with("locator", name)
                .with("tree", locator == null ? null : facts.tree(locator))
                .with("note", tally == null ? null : tally.note())
                .with("keys", keys(asked -> asked.locator().toString().equals(name)));
    }

    /** Why what is stored under a key would be shown or not; null where it was not asked for lately. */
    @Nullable Json explain(String id) {
        Optional<RecentLookup> asked = statistics
                .asked(candidate -> candidate.key().id().equals(id), 1)
                .stream()
                .findFirst();
        return asked.map(known -> facts.of(known).with("tree", facts.tree(known.locator())))
                .orElse(null);
    }

    private static @Nullable Locator locator(String name) {
        try {
            return Locator.parse(name);
        } catch (Problem noLocator) {
            return null;
        }
    }

    private static Predicate<FragmentCounts> fits(String words) {
        String lower = words.strip().toLowerCase(Locale.ROOT);
        return tally -> tally.name().toLowerCase(Locale.ROOT).contains(lower);
    }

    private List<Json> keys(Predicate<RecentLookup> which) {
        return statistics.asked(which, KEYS).stream().map(facts::brief).toList();
    }

    private List<Json> touches(long now) {
        return statistics.touches().stream()
                .limit(TOUCHES)
                .map(touch -> {
                    Map<String, Integer> cold = new LinkedHashMap<>();
                    touch.cold().forEach((locator, entries) -> {
                        if (cold.size() < FRAGMENTS_OF_A_TOUCH) {
                            cold.put(locator.toString(), entries);
                        }
                    });
                    return new Json()
                            .with("tags", touch.tags())
                            .with("ago", Math.max(0, now - touch.stamp()) / 1_000)
                            .with("cold", cold)
                            .with("fragments", touch.cold().size());
                })
                .toList();
    }

    private static Json row(FragmentCounts tally, long now) {
        return totals(tally.counts())
                .with("name", tally.name())
                .with("saved", tally.saved())
                .with("cost", tally.cost())
                .with("slowest", tally.slowest())
                .with("failures", tally.failures())
                .with("note", tally.note())
                .with("steps", steps(tally.counts().last(now)));
    }

    private static Json totals(Counts counts) {
        return new Json()
                .with("hit", counts.total(Outcome.HIT))
                .with("stale", counts.total(Outcome.STALE))
                .with("miss", counts.total(Outcome.MISS))
                .with("bypass", counts.total(Outcome.BYPASS));
    }

    /** Rows of hits, stale hits and misses; what was not cached has no place in a rate. */
    private static List<List<Long>> steps(long[][] rows) {
        List<List<Long>> steps = new ArrayList<>(rows.length);
        for (long[] row : rows) {
            steps.add(List.of(row[Outcome.HIT.ordinal()], row[Outcome.STALE.ordinal()], row[Outcome.MISS.ordinal()]));
        }
        return steps;
    }
}
