package io.fragmentcache.inspect;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Part;
import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Freshness;
import io.fragmentcache.inspect.NestedFragment.Facts;
import io.fragmentcache.internal.Json;
import io.fragmentcache.internal.engine.Inspection;
import io.fragmentcache.internal.usage.KeyParts;
import io.fragmentcache.internal.usage.RecentLookup;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that can be told of one fragment, for people. Thread-safe. */
final class FactSheet {
    /** Characters of stored HTML that are shown. */
    private static final int PREVIEW = 4_000;

    private final Inspection inspection;
    private final Usage usage;

    FactSheet(Inspection inspection, Usage usage) {
        this.inspection = inspection;
        this.usage = usage;
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
        return sheet(asked.locator(), asked.key(), explain(asked, entry), bytes).with("html", preview(entry));
    }

    /** The beginning of what is stored, holes left out. */
    private static @Nullable String preview(@Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        String text = entry.text();
        return text.length() <= PREVIEW ? text : text.substring(0, PREVIEW) + "…";
    }

    /** In one line: the key, and what may be done with what is stored. */
    Json brief(RecentLookup asked) {
        Freshness freshness = explain(asked, inspection.stored(asked.key())).freshness();
        KeyParts parts = parts(asked.locator(), asked.key());
        return new Json()
                .with("id", asked.key().id())
                .with("locator", asked.locator().toString())
                .with("shows", parts.shows())
                .with("language", parts.language())
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
                        .with("place", place(tree))
                        .with("lines", tree.toString().lines().skip(1).toList());
    }

    /** {@code category.html line 9-17}. */
    static @Nullable String place(DependencyTree tree) {
        Part own = tree.parts().get(tree.root());
        return own == null ? null : own.place();
    }

    private Explanation explain(RecentLookup asked, @Nullable Entry entry) {
        return inspection.explain(asked.key(), entry, asked.version(), asked.lifetime());
    }

    private Json sheet(Locator locator, Key key, Explanation explanation, long bytes) {
        KeyParts parts = parts(locator, key);
        Json sheet = new Json()
                .with("id", key.id())
                .with("locator", locator.toString())
                .with("key", key.toString())
                .with("shows", parts.shows())
                .with("parts", named(parts))
                .with("digest", parts.digest())
                .with("language", parts.language())
                .with("verdict", word(explanation.freshness()))
                .with("reason", explanation.freshness().reason())
                .with("missed", missed(key));
        explanation
                .entry()
                .ifPresent(entry -> sheet.with("version", String.valueOf(entry.version()))
                        .with("tags", tags(entry))
                        .with("age", millis(explanation.age()))
                        .with("fresh", millis(explanation.remaining()))
                        .with("stale", (entry.staleUntil() - explanation.now()) / 1_000)
                        .with("ends", ends(entry.times(), explanation.now()))
                        .with("cost", entry.cost())
                        .with("bytes", bytes));
        return sheet;
    }

    /** Milliseconds until cache:until ends it; null where an error would keep it longer than it may be stale. */
    private static @Nullable Long ends(Times times, long now) {
        return times.keepUntil() == times.staleUntil() ? (times.keepUntil() - now) / 1_000 : null;
    }

    private @Nullable Json missed(Key key) {
        return usage.asked(key)
                .filter(asked -> !asked.reason().isEmpty())
                .map(asked -> new Json()
                        .with("reason", asked.reason())
                        .with("ago", (inspection.now() - asked.missed()) / 1_000))
                .orElse(null);
    }

    private static KeyParts parts(Locator locator, Key key) {
        return KeyParts.of(key, locator.template().equals("text"));
    }

    /** Each part of a key by its name. */
    private static Map<String, String> named(KeyParts parts) {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("format", parts.format());
        named.put("namespace", parts.namespace());
        named.put("template", parts.template());
        named.put("fragment", parts.fragment());
        named.put("template digest", parts.digest());
        named.put("language", parts.language());
        parts.values()
                .forEach(value -> named.merge(
                        switch (value.origin()) {
                            case KEY -> "cache:key";
                            case VARY -> "cache:vary " + value.label();
                            case OBSERVED -> "observed reads";
                        },
                        value.text(),
                        (first, more) -> first + ", " + more));
        return named;
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
        if (freshness.equals(Freshness.ABSENT)) {
            return "not stored";
        }
        return switch (freshness.verdict()) {
            case FRESH -> "fresh";
            case STALE -> "stale";
            case UNUSABLE -> "outdated";
        };
    }

    private static long millis(Duration duration) {
        return duration.toSeconds() * 1_000 + duration.toMillisPart();
    }
}
