package io.fragmentcache.inspect;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.internal.Json;
import io.fragmentcache.internal.definition.AppliedSettings;
import io.fragmentcache.internal.usage.Counts;
import io.fragmentcache.internal.usage.FragmentUsage;
import io.fragmentcache.internal.usage.KeyUsage;
import io.fragmentcache.internal.usage.MissCause;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is counted of one fragment, whatever its key, as it is sent to the inspector's page. Thread-safe. */
final class FragmentSheet {
    private static final double MEDIAN = 0.5;
    private static final double NEARLY_ALL = 0.95;

    private final FragmentCache cache;

    FragmentSheet(FragmentCache cache) {
        this.cache = cache;
    }

    /** One line of the table. */
    Json row(FragmentUsage usage, long reused, long now) {
        return lookups(usage)
                .with("name", usage.name())
                .with("outermost", usage.outermost().total())
                .with("reused", reused)
                .with("saved", usage.saved())
                .with("cost", usage.mean())
                .with("slowest", usage.renders().slowest())
                .with("entries", usage.entries())
                .with("bytes", usage.bytes())
                .with("failures", usage.failures())
                .with("note", usage.note())
                .with("steps", steps(usage.lookups().last(now)));
    }

    private static Json lookups(FragmentUsage usage) {
        Json json = new Json();
        for (Outcome outcome : Outcome.values()) {
            json.with(name(outcome), usage.lookups().total(outcome));
        }
        return json;
    }

    static String name(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    /** Rows of hits, stale hits and misses; what was not cached has no place in a rate. */
    static List<List<Long>> steps(long[][] rows) {
        List<List<Long>> steps = new ArrayList<>(rows.length);
        for (long[] row : rows) {
            steps.add(List.of(row[Outcome.HIT.ordinal()], row[Outcome.STALE.ordinal()], row[Outcome.MISS.ordinal()]));
        }
        return steps;
    }

    static Json totals(Counts counts) {
        Json json = new Json();
        for (Outcome outcome : Outcome.values()) {
            json.with(name(outcome), counts.total(outcome));
        }
        return json;
    }

    /** All that is known of it. */
    Json details(Json sheet, FragmentUsage usage, Locator locator, long reused) {
        return sheet.with("lookups", lookups(usage))
                .with("outermost", usage.outermost().total())
                .with("background", usage.background().total())
                .with("reused", reused)
                .with("holes", usage.holes())
                .with("note", usage.note())
                .with("misses", causes(usage))
                .with("touchedBy", usage.touchedBy())
                .with("varies", varies(usage.keys()))
                .with("renderedKeys", usage.keys().keys())
                .with("languages", usage.keys().languages())
                .with("lastChange", usage.keys().lastChange())
                .with("times", times(usage))
                .with("entries", usage.entries())
                .with("bytes", usage.bytes())
                .with("evictions", usage.evictions())
                .with("parents", usage.parents())
                .with("inner", usage.inner())
                .with("settings", settings(cache, locator))
                .with(
                        "place",
                        cache.engine()
                                .inspection()
                                .treeOf(locator)
                                .map(FragmentSheet::place)
                                .orElse(null));
    }

    private static String place(DependencyTree tree) {
        String place = FactSheet.place(tree);
        return place == null ? "" : place;
    }

    private static Map<String, Long> causes(FragmentUsage usage) {
        Map<String, Long> causes = new LinkedHashMap<>();
        for (MissCause cause : MissCause.values()) {
            if (usage.misses(cause) > 0) {
                causes.put(cause.words(), usage.misses(cause));
            }
        }
        return causes;
    }

    private static List<Json> varies(KeyUsage keys) {
        return keys.parts().stream()
                .map(part -> new Json()
                        .with("label", part.label())
                        .with("origin", part.origin().name().toLowerCase(Locale.ROOT))
                        .with("values", part.values()))
                .toList();
    }

    private static Json times(FragmentUsage usage) {
        return new Json()
                .with("renders", usage.renders().count())
                .with("background", usage.backgroundRenders())
                .with("mean", usage.renders().mean())
                .with("self", usage.self())
                .with("p50", usage.renders().quantile(MEDIAN))
                .with("p95", usage.renders().quantile(NEARLY_ALL))
                .with("slowest", usage.renders().slowest());
    }

    /** Each setting that applies, with where it comes from. */
    static List<Json> settings(FragmentCache cache, Locator locator) {
        return AppliedSettings.of(cache.engine(), locator).stream()
                .map(setting -> new Json()
                        .with("name", setting.name())
                        .with("value", setting.value())
                        .with("from", setting.from()))
                .toList();
    }
}
