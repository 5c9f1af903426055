package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Freshness;
import io.fragmentcache.internal.engine.KnownFragments.Definition;
import io.fragmentcache.internal.engine.KnownFragments.Variant;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Version;
import io.fragmentcache.key.Versions;
import io.fragmentcache.store.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Why a fragment would be shown or not, by the values of its {@code cache:key}. A caller at a terminal has texts instead
 * of models: these are held against the readable form of keys that were asked for. Thread-safe.
 */
public final class Explanations {
    private static final int MOST_EXAMPLES = 10;

    private final Inspection inspection;
    private final Versions versions;

    public Explanations(Inspection inspection, Versions versions) {
        this.inspection = inspection;
        this.versions = versions;
    }

    /** For each language, and for each set of facts; empty if the fragment was not asked for since the start. */
    public List<Explanation> of(Locator locator, Object... values) {
        List<Explanation> exact = new ArrayList<>();
        inspection
                .known()
                .of(locator)
                .values()
                .forEach(definition -> exact.addAll(exactly(locator, definition, values)));
        boolean isKnown = exact.stream().anyMatch(each -> each.entry().isPresent());
        List<Explanation> alike = isKnown ? List.of() : byText(locator, values);
        return alike.isEmpty() ? exact : alike;
    }

    private List<Explanation> exactly(Locator locator, Definition definition, Object... values) {
        KeyBuilder builder = new KeyBuilder(versions, definition.prefix());
        for (Object value : values) {
            builder.add(value);
        }
        List<String> reads = definition.reads().get();
        List<Explanation> exact = new ArrayList<>();
        inspection.known().variantsOf(builder.key(), locator).forEach((key, facts) -> {
            Explanation one = explain(key, builder.version(), definition);
            // A rendering read more since: this key is not asked for any more.
            if (one.entry().isPresent() || facts.names().containsAll(reads)) {
                exact.add(one);
            }
        });
        if (exact.isEmpty()) {
            exact.add(last(builder, definition, reads));
        }
        return exact;
    }

    /** With the facts of the last rendering; where that is not known, with variables that the model gives. */
    private Explanation last(KeyBuilder builder, Definition definition, List<String> reads) {
        Facts last = inspection.known().factsOf(builder.key());
        Facts facts = last.isEmpty() ? Facts.ofModel(reads) : last;
        Explanation one = explain(builder.key(facts), builder.version(), definition);
        Set<String> missing = new TreeSet<>(reads);
        missing.removeAll(facts.names());
        return one.entry().isPresent() || missing.isEmpty() ? one : unknown(one, missing);
    }

    /** @param models the version of the models in the key, as the caller has them */
    private Explanation explain(Key key, Version models, Definition definition) {
        Entry stored = inspection.stored(key);
        Version asked = inspection.known().versionOf(key);
        Version whole = asked == null && stored != null ? stored.version() : asked;
        return inspection.explain(
                key, stored, whole == null ? models : completed(models, whole), definition.lifetime());
    }

    /** With what follows in the version that was asked for: that of {@code cache:version}, and of models that are facts. */
    private static Version completed(Version models, Version whole) {
        int known = models.parts().size();
        List<Object> all = new ArrayList<>(models.parts());
        if (known < whole.parts().size()) {
            all.addAll(whole.parts().subList(known, whole.parts().size()));
        }
        return Version.of(all);
    }

    /** What keys of this fragment that were asked for show, some of them: {@code Product:42}. */
    public List<String> examples(Locator locator) {
        TreeSet<String> examples = new TreeSet<>();
        asked(locator).keySet().forEach(key -> examples.add(String.join(", ", key.values())));
        return examples.stream().limit(MOST_EXAMPLES).toList();
    }

    /** Whether one of these is of a key that was asked for. */
    public boolean wereAsked(Locator locator, List<Explanation> explanations) {
        Set<String> told = explanations.stream().map(Explanation::key).collect(Collectors.toSet());
        return asked(locator).keySet().stream().anyMatch(key -> told.contains(key.toString()));
    }

    /** After a restart the store may hold the entry, and nothing here tells the facts of its key. */
    private static Explanation unknown(Explanation absent, Set<String> missing) {
        String reason = "not requested since the start; the key also holds " + String.join(", ", missing)
                + ", whose values are unknown until a request asks for it";
        return new Explanation(
                absent.key(), new Freshness(absent.freshness().verdict(), reason), absent.entry(), absent.now());
    }

    private List<Explanation> byText(Locator locator, Object... values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof String text)) {
                return List.of();
            }
            texts.add(text);
        }
        Map<Key, Variant> asked = asked(locator);
        List<Explanation> found = matching(locator, asked, texts, String::equals);
        return found.isEmpty() ? matching(locator, asked, texts, Explanations::isIdentity) : found;
    }

    private List<Explanation> matching(
            Locator locator, Map<Key, Variant> asked, List<String> texts, BiPredicate<String, String> fits) {
        List<Explanation> found = new ArrayList<>();
        for (Definition definition : inspection.known().of(locator).values()) {
            asked.forEach((key, variant) -> {
                if (key.isUnder(definition.prefix()) && fits(key.values(), texts, fits)) {
                    Explanation one = explain(key, variant.version(), definition);
                    if (one.entry().isPresent()
                            || variant.facts()
                                    .names()
                                    .containsAll(definition.reads().get())) {
                        found.add(one);
                    }
                }
            });
        }
        return found;
    }

    private static boolean fits(List<String> values, List<String> texts, BiPredicate<String, String> fits) {
        if (values.size() != texts.size()) {
            return false;
        }
        for (int i = 0; i < texts.size(); i++) {
            if (!fits.test(values.get(i), texts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** {@code 42} of {@code Product:42}. */
    private static boolean isIdentity(String value, String text) {
        return value.equals(text) || value.endsWith(":" + text);
    }

    private Map<Key, Variant> asked(Locator locator) {
        Map<Key, Variant> asked = new LinkedHashMap<>(inspection.known().asked(locator));
        if (inspection.counts()) {
            // Keys without facts that only hit are noted here alone.
            inspection
                    .usage()
                    .asked(lookup -> lookup.locator().equals(locator), Usage.MOST_KEYS)
                    .forEach(lookup ->
                            asked.putIfAbsent(lookup.key(), new Variant(locator, Facts.NONE, lookup.version())));
        }
        return asked;
    }
}
