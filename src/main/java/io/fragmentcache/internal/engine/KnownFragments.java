package io.fragmentcache.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The fragments that were asked for since the start, by locator and language, and keys of theirs that hold more than a
 * caller of {@code explain} names. Of very many, those asked for last. Thread-safe.
 */
public final class KnownFragments {
    private static final long MOST_BYTES = 4 << 20;

    /** Their trees too, though the fragments of one template may share one. */
    private static final long MOST_BYTES_OF_DEFINITIONS = 12 << 20;

    private static final int BYTES_OF_A_DEFINITION = 300;

    /** A fragment in one language. */
    public record Definition(KeyPrefix prefix, Lifetime lifetime, DependencyTree tree) {}

    private record Spoken(Locator locator, Locale locale) {}

    /** A browser may send any language. */
    @Bound("12 MB")
    private final Cache<Spoken, Definition> definitions = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES_OF_DEFINITIONS)
            .weigher((Spoken spoken, Definition definition) -> spoken.locator.weight()
                    + BYTES_OF_A_DEFINITION
                    + definition.prefix.encoded().length
                    + definition.tree.weight())
            .executor(Runnable::run)
            .build();

    /** The facts of the last rendering, by the key without them. Both may hold what a visitor sent. */
    @Bound("4 MB")
    private final Cache<Key, Facts> facts = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Facts read) -> key.weight() + read.weight())
            .executor(Runnable::run)
            .build();

    /**
     * A key that was asked for, with more than its {@code cache:key} says.
     *
     * @param facts what it holds beside the model
     */
    public record Variant(Locator locator, Facts facts) {}

    @Bound("4 MB")
    private final Cache<Key, Variant> keys = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Variant variant) -> 2 * key.weight() + BYTES_OF_A_DEFINITION)
            .executor(Runnable::run)
            .build();

    /** Notes a key that may hold request facts beside what its {@code cache:key} says. */
    void asked(Key key, Locator locator, Facts held) {
        if (keys.getIfPresent(key) == null) {
            keys.put(key, new Variant(locator, held.withoutObjects()));
        }
    }

    /** Keys of this fragment that were asked for, and hold more beside this one. */
    public Map<Key, Facts> variantsOf(Key without, Locator locator) {
        Map<Key, Facts> found = new LinkedHashMap<>();
        keys.asMap().forEach((key, variant) -> {
            if (variant.locator.equals(locator) && key.isVariantOf(without)) {
                found.put(key, variant.facts);
            }
        });
        return found;
    }

    void put(Locator locator, Locale locale, Definition definition) {
        definitions.put(new Spoken(locator, locale), definition);
    }

    void rendered(Key without, Facts read) {
        facts.put(without, read);
    }

    /** The facts with which the fragment of this key was rendered last; none where it was not, or read none. */
    public Facts factsOf(Key without) {
        Facts known = facts.getIfPresent(without);
        return known == null ? Facts.NONE : known;
    }

    /** What is known of this fragment, by language. */
    public Map<Locale, Definition> of(Locator locator) {
        Map<Locale, Definition> found = new LinkedHashMap<>();
        definitions.asMap().forEach((spoken, definition) -> {
            if (spoken.locator.equals(locator)) {
                found.put(spoken.locale, definition);
            }
        });
        return found;
    }
}
