package io.fragmentcache.inspect;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Freshness;
import io.fragmentcache.inspect.NestedFragment.Facts;
import io.fragmentcache.internal.Json;
import io.fragmentcache.internal.engine.Inspection;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that can be told of one fragment, for people. Thread-safe. */
final class FactSheet {
    /** Wire version, namespace, template, name, digest, language. */
    private static final int PARTS_OF_EVERY_KEY = 6;

    private static final int DIGEST = 4;

    private final Inspection inspection;
    private final Statistics statistics;

    FactSheet(Inspection inspection, Statistics statistics) {
        this.inspection = inspection;
        this.statistics = statistics;
    }

    /** Of what was put into a page. */
    Json of(Facts facts) {
        Entry entry = facts.entry();
        Explanation explanation = inspection.explain(entry.key(), entry, entry.version(), facts.lifetime());
        return sheet(facts.locator(), entry.key(), explanation, facts.bytes());
    }

    /** Of what is stored now under a key that was asked for. */
    Json of(RecentLookup asked) {
        Entry entry = inspection.stored(asked.key());
        long bytes = entry == null ? 0 : Facts.utf8Length(entry.text());
        return sheet(asked.locator(), asked.key(), explain(asked, entry), bytes);
    }

    /** In one line: the key, and what may be done with what is stored. */
    Json brief(RecentLookup asked) {
        Freshness freshness = explain(asked, inspection.stored(asked.key())).freshness();
        return new Json()
                .with("id", asked.key().id())
                .with("locator", asked.locator().toString())
                .with("shows", shows(asked.key()))
                .with("verdict", word(freshness))
                .with("reason", freshness.reason());
    }

    /** What the digest of a fragment covers, line by line; null where that is not known. */
    @Nullable Json tree(Locator locator) {
        DependencyTree tree = inspection.treeOf(locator).orElse(null);
        return tree == null
                ? null
                : new Json()
                        .with("digest", tree.digest().toString())
                        .with("lines", tree.toString().lines().skip(1).toList());
    }

    private Explanation explain(RecentLookup asked, @Nullable Entry entry) {
        return inspection.explain(asked.key(), entry, asked.version(), asked.lifetime());
    }

    private Json sheet(Locator locator, Key key, Explanation explanation, long bytes) {
        List<String> parts = key.parts();
        Json sheet = new Json()
                .with("id", key.id())
                .with("locator", locator.toString())
                .with("key", key.toString())
                .with("shows", shows(key))
                .with("digest", parts.size() > DIGEST ? parts.get(DIGEST) : "")
                .with("language", parts.size() > DIGEST + 1 ? parts.get(DIGEST + 1) : "")
                .with("verdict", word(explanation.freshness()))
                .with("reason", explanation.freshness().reason())
                .with("missed", missed(key));
        explanation
                .entry()
                .ifPresent(entry -> sheet.with("version", String.valueOf(entry.version()))
                        .with("tags", tags(entry))
                        .with("age", millis(explanation.age()))
                        .with("fresh", millis(explanation.remaining()))
                        .with("stale", (entry.times().staleUntil() - explanation.now()) / 1_000)
                        .with("cost", entry.times().cost())
                        .with("bytes", bytes));
        return sheet;
    }

    private @Nullable Json missed(Key key) {
        return statistics
                .asked(key)
                .filter(asked -> !asked.reason().isEmpty())
                .map(asked -> new Json()
                        .with("reason", asked.reason())
                        .with("ago", (inspection.now() - asked.missed()) / 1_000))
                .orElse(null);
    }

    private static List<String> shows(Key key) {
        List<String> parts = key.parts();
        return parts.subList(Math.min(PARTS_OF_EVERY_KEY, parts.size()), parts.size());
    }

    /** Without the one that every entry has. */
    private static List<String> tags(Entry entry) {
        List<String> tags = new ArrayList<>();
        entry.snapshots().forEach((tag, stamp) -> {
            if (!tag.equals(Tag.EVERYTHING)) {
                tags.add(tag.name());
            }
        });
        return tags;
    }

    static Map<String, String> arguments(Map<String, Object> arguments) {
        Map<String, String> texts = new TreeMap<>();
        arguments.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    private static String word(Freshness freshness) {
        return freshness.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static long millis(Duration duration) {
        return duration.toSeconds() * 1_000 + duration.toMillisPart();
    }
}
