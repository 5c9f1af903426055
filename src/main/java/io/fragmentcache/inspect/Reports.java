package io.fragmentcache.inspect;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.advice.Advice;
import io.fragmentcache.advice.Advisor;
import io.fragmentcache.internal.Json;
import io.fragmentcache.internal.usage.FragmentUsage;
import io.fragmentcache.internal.usage.PageVisit;
import io.fragmentcache.internal.usage.Reach;
import io.fragmentcache.internal.usage.TouchEffect;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.StoreStats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is counted of all fragments together, as it is sent to the inspector's page. Thread-safe. */
final class Reports {
    private static final int TOUCHES = 10;
    private static final int FRAGMENTS_OF_A_TOUCH = 5;
    private static final int TAGS = 10;
    private static final int LONGEST_TAG = 120;

    private final FragmentCache cache;
    private final Usage usage;

    Reports(FragmentCache cache, Usage usage) {
        this.cache = cache;
        this.usage = usage;
    }

    Json totals(long now) {
        Json lookups = new Json();
        Json background = new Json();
        for (Outcome outcome : Outcome.values()) {
            lookups.with(FragmentSheet.name(outcome), usage.lookups().of(outcome));
            background.with(FragmentSheet.name(outcome), usage.background().of(outcome));
        }
        return new Json()
                .with("since", (now - usage.since()) / 1_000)
                .with("outermost", FragmentSheet.totals(usage.outermost()))
                .with("lookups", lookups)
                .with("background", background)
                .with("holes", usage.holes())
                .with("saved", usage.fragments().mapToLong(FragmentUsage::saved).sum())
                .with("step", Usage.stepMillis())
                .with("steps", FragmentSheet.steps(usage.outermost().last(now)))
                .with("backgroundRenders", usage.backgroundRenders())
                .with("stores", cache.stats().stream().map(Reports::store).toList())
                .with("storeLines", cache.describeStores())
                .with("storeFailures", usage.storeFailures())
                .with("lastStoreFailure", usage.lastStoreFailure());
    }

    private static Json store(StoreStats stats) {
        return new Json()
                .with("store", stats.store())
                .with("entries", stats.entries())
                .with("bytes", stats.bytes())
                .with("limit", stats.limit())
                .with("evictions", stats.evictions());
    }

    List<Json> touches(long now) {
        return usage.touches().stream()
                .limit(TOUCHES)
                .map(touch -> touch(touch, now))
                .toList();
    }

    private static Json touch(TouchEffect touch, long now) {
        Map<String, Integer> outdated = new LinkedHashMap<>();
        touch.cold().forEach((locator, entries) -> {
            if (outdated.size() < FRAGMENTS_OF_A_TOUCH) {
                outdated.put(locator.toString(), entries);
            }
        });
        String tags = touch.tags();
        return new Json()
                .with("tags", tags.length() <= LONGEST_TAG ? tags : tags.substring(0, LONGEST_TAG) + "…")
                .with("expired", touch.expired())
                .with("origin", touch.origin())
                .with("ago", Math.max(0, now - touch.stamp()) / 1_000)
                .with("outdated", outdated)
                .with("fragments", touch.cold().size());
    }

    /** Since when requests meet other templates. */
    List<Json> templates(long now) {
        return usage.templates().stream()
                .limit(TOUCHES)
                .map(change -> new Json()
                        .with("name", change.locator().toString())
                        .with("ago", Math.max(0, now - change.at()) / 1_000))
                .toList();
    }

    /** What a touch of this tag would outdate, of the entries that are known here. */
    Json dry(String tag) {
        Reach reach = usage.reach(Tag.of(tag));
        return new Json()
                .with("tag", tag)
                .with("entries", reach.entries())
                .with("cost", reach.cost())
                .with("fragments", reach.fragments())
                .with("tags", usage.tags(tag, TAGS));
    }

    /** What was found to be worth a change, and the last requests. */
    Json advice() {
        return new Json()
                .with("advice", Advisor.of(usage).stream().map(Reports::advice).toList())
                .with(
                        "requests",
                        usage.pages().last().stream().map(Reports::request).toList());
    }

    private static Json advice(Advice advice) {
        return new Json()
                .with("kind", advice.kind().name())
                .with("fragment", advice.fragment())
                .with("sentence", advice.sentence())
                .with("write", advice.write())
                .with("figures", advice.figures())
                .with("lost", Micros.of(advice.lost()));
    }

    private static Json request(PageVisit visit) {
        Json json = new Json().with("path", visit.path()).with("took", visit.took());
        for (Outcome outcome : Outcome.values()) {
            json.with(FragmentSheet.name(outcome), visit.lookups(outcome));
        }
        return json.with("holes", visit.holes())
                .with("rendering", visit.rendering())
                .with("beforeFirst", visit.beforeFirst())
                .with("slowest", Objects.toString(visit.slowest(), ""))
                .with("slowestMicros", visit.slowestMicros());
    }
}
