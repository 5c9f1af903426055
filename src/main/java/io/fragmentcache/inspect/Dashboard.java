package io.fragmentcache.inspect;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.Json;
import io.fragmentcache.internal.usage.FragmentUsage;
import io.fragmentcache.internal.usage.RecentLookup;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Backlog;
import io.fragmentcache.spi.Outcome;
import java.util.Comparator;
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

    /** A fragment and its place among the others, taken once: while they are sorted, visitors go on asking for them. */
    private record Ranked(FragmentUsage usage, double rank) {
        private static final Comparator<Ranked> HIGHEST_FIRST = Comparator.comparingDouble(Ranked::rank)
                .reversed()
                .thenComparing(ranked -> ranked.usage().name());
    }

    private static final Map<String, ToDoubleFunction<FragmentUsage>> RANKS = Map.of(
            "lookups",
            Dashboard::lookups,
            "saved",
            FragmentUsage::saved,
            "misses",
            usage -> usage.lookups().total(Outcome.MISS),
            "slowest",
            usage -> usage.renders().mean(),
            "rate",
            usage -> lookups(usage) == 0 ? -2 : -usage.hitRate(),
            "stored",
            FragmentUsage::bytes,
            "name",
            usage -> 0);

    private final FragmentCache cache;
    private final Usage usage;
    private final NestedFragments nested;
    private final FactSheet facts;
    private final FragmentSheet fragments;
    private final Reports reports;

    Dashboard(FragmentCache cache, Usage usage, NestedFragments nested, FactSheet facts) {
        this.cache = cache;
        this.usage = usage;
        this.nested = nested;
        this.facts = facts;
        this.fragments = new FragmentSheet(cache);
        this.reports = new Reports(cache, usage);
    }

    private static double lookups(FragmentUsage usage) {
        return usage.lookups().total();
    }

    /** What there is now: the numbers of all, and one page of fragments whose name holds the words. */
    Json state(String words, String order, int page) {
        long now = cache.engine().inspection().now();
        ToDoubleFunction<FragmentUsage> rank = RANKS.getOrDefault(order, Dashboard::lookups);
        List<Ranked> found = usage.fragments()
                .filter(fits(words))
                .map(fragment -> new Ranked(fragment, rank.applyAsDouble(fragment)))
                .sorted(Ranked.HIGHEST_FIRST)
                .toList();
        int pages = Math.max(1, (found.size() + ROWS - 1) / ROWS);
        int shown = Math.min(Math.max(page, 0), pages - 1);
        List<Ranked> rows = found.subList(shown * ROWS, Math.min(found.size(), (shown + 1) * ROWS));
        Map<Locator, Long> reused = nested.reused();
        return reports.totals(now)
                .with("flights", cache.engine().inspection().rendersInFlight())
                .with("queue", queue())
                .with("touches", reports.touches(now))
                .with("templates", reports.templates(now))
                .with("found", found.size())
                .with("page", shown)
                .with("pages", pages)
                .with(
                        "rows",
                        rows.stream()
                                .map(ranked -> fragments.row(ranked.usage(), reused(ranked.usage(), reused), now))
                                .toList())
                .with("keys", words.isBlank() ? List.of() : keys(Usage.containing(words), words));
    }

    private Json queue() {
        Backlog backlog = cache.backlog();
        return new Json()
                .with("waiting", backlog.waiting())
                .with("longestWait", backlog.longestWait().toMillis())
                .with("running", backlog.running())
                .with("abandoned", backlog.abandoned())
                .with("dropped", backlog.dropped());
    }

    private static long reused(FragmentUsage fragment, Map<Locator, Long> reused) {
        Locator locator = fragment.locator();
        return locator == null ? fragment.reused() : reused.getOrDefault(locator, 0L);
    }

    /** One fragment: what its digest covers, why it missed, what it varies by, and keys it was asked for with. */
    Json fragment(String name) {
        Locator locator = locator(name);
        FragmentUsage known = locator == null ? null : usage.of(locator);
        Json sheet = new Json()
                .with("locator", name)
                .with("tree", locator == null ? null : facts.tree(locator))
                .with("keys", keys(asked -> asked.locator().toString().equals(name), ""));
        return locator == null || known == null
                ? sheet
                : fragments.details(sheet, known, locator, reused(known, nested.reused()));
    }

    /** Why what is stored under a key would be shown or not; null if it was not asked for recently. */
    @Nullable Json explain(String id) {
        Optional<RecentLookup> asked = usage
                .asked(candidate -> candidate.key().id().equals(id), 1)
                .stream()
                .findFirst();
        return asked.map(known -> facts.of(known)
                        .with("tree", facts.tree(known.locator()))
                        .with("settings", FragmentSheet.settings(cache, known.locator())))
                .orElse(null);
    }

    /** What was found to be worth a change, and the last requests. */
    Json advice() {
        return reports.advice();
    }

    /** What a touch would outdate. */
    Json dry(String tag) {
        return reports.dry(tag);
    }

    private static @Nullable Locator locator(String name) {
        try {
            return Locator.parse(name);
        } catch (Problem noLocator) {
            return null;
        }
    }

    private static Predicate<FragmentUsage> fits(String words) {
        String lower = words.strip().toLowerCase(Locale.ROOT);
        return fragment -> fragment.name().toLowerCase(Locale.ROOT).contains(lower);
    }

    /** A key and its place among the others. */
    private record Found(RecentLookup asked, boolean isExact, String text) {
        private static final Comparator<Found> EXACT_FIRST = Comparator.comparing(Found::isExact)
                .reversed()
                .thenComparing(found -> found.asked().locator().toString())
                .thenComparingInt(found -> found.text().length())
                .thenComparing(Found::text);

        static Found of(RecentLookup asked, String words) {
            List<String> parts = asked.key().parts();
            return new Found(asked, parts.contains(words), String.join(" ", parts));
        }
    }

    /** Those that show exactly what is searched for come first. */
    private List<Json> keys(Predicate<RecentLookup> which, String words) {
        return usage.asked(which, Usage.MOST_KEYS).stream()
                .map(asked -> Found.of(asked, words.strip()))
                .sorted(Found.EXACT_FIRST)
                .limit(KEYS)
                .map(found -> facts.brief(found.asked()))
                .toList();
    }
}
