package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.FactValue;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Version;
import io.fragmentcache.key.Versions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered beside the entries is bounded by what it weighs, since a visitor makes up keys of any length. */
class KnownFragmentsTest {
    private static final int KEYS = 4_000;
    private static final long MOST_BYTES = 4 << 20;

    private static final int LANGUAGES = 15_000;
    private static final long MOST_BYTES_OF_DEFINITIONS = 12 << 20;

    private final KnownFragments known = new KnownFragments();

    @ParameterizedTest
    @ValueSource(ints = {10, 2_000, 8_000})
    void keysOfAnyLengthDoNotFillTheHeapByTheFactsThatAreRememberedOfThem(int length) {
        String large = "x".repeat(length);
        Locator card = new Locator("list", "card");
        Facts read = Facts.of(Map.of("param.q", FactValue.ABSENT));
        for (int i = 0; i < KEYS; i++) {
            known.rendered(card, key(large + i), read, key(large + i + "read"), Version.NONE);
        }
        long bytes = IntStream.range(0, KEYS)
                .mapToObj(i -> key(large + i))
                .filter(key -> !known.factsOf(key).isEmpty())
                .mapToLong(Key::weight)
                .sum();
        assertThat(bytes).isPositive().isLessThanOrEqualTo(MOST_BYTES);
        long asked = known.asked(card).keySet().stream().mapToLong(Key::weight).sum();
        assertThat(asked).isPositive().isLessThanOrEqualTo(MOST_BYTES);
    }

    /** E7: any visitor may ask for any language, and a definition holds the tree of its templates. */
    @ParameterizedTest
    @ValueSource(strings = {"en-x-a", "de-DE-x-", "zh-Hant-TW-x-b"})
    void languagesThatVisitorsMakeUpDoNotFillTheHeap(String language) {
        Locator locator = new Locator("list", "card");
        PartName root = PartName.of(locator);
        DependencyTree tree =
                new DependencyTree(root, Map.of(), null, new TreeMap<>(), Map.of(), new TreeMap<>(), List.of());
        KnownFragments.Definition definition =
                new KnownFragments.Definition(KeyPrefix.of("", "card"), Lifetime.DEFAULT, List.of(), tree, List::of);
        for (int i = 0; i < LANGUAGES; i++) {
            known.put(locator, Locale.forLanguageTag(language + Integer.toString(i, 36)), definition);
        }
        assertThat(known.of(locator).size()).isPositive().isLessThan((int) (MOST_BYTES_OF_DEFINITIONS / tree.weight()));
    }

    private static Key key(String value) {
        return new KeyBuilder(Versions.none(), KeyPrefix.of("", "card"))
                .add(value)
                .key();
    }
}
