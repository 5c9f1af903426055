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
import io.fragmentcache.key.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fragments that were asked for since the start, by locator and language, and keys of theirs: all that hold more than
 * their {@code cache:key} gives, and of the others those that missed. Of very many, those asked for last. Thread-safe.
 */
public final class KnownFragments {
    private static final long MOST_BYTES = 4 << 20;

    /** Their trees too, though the fragments of one template may share one. */
    private static final long MOST_BYTES_OF_DEFINITIONS = 12 << 20;

    private static final int BYTES_OF_A_DEFINITION = 300;
    private static final int BYTES_OF_AN_ATTRIBUTE = 150;

    /**
     * An attribute of a fragment's tag.
     *
     * @param name without the prefix, {@code fresh}
     * @param written as it is written, {@code data-cache-fresh}
     * @param line of its template, from 1; less where that is not known
     */
    public record Said(String name, String written, String value, int line) {
        private int weight() {
            return BYTES_OF_AN_ATTRIBUTE + 2 * value.length();
        }
    }

    /**
     * A fragment in one language.
     *
     * @param said by its tag
     * @param reads the names of the facts that its keys hold as of now
     */
    public record Definition(
            KeyPrefix prefix, Lifetime lifetime, List<Said> said, DependencyTree tree, Supplier<List<String>> reads) {}

    private record Spoken(Locator locator, Locale locale) {}

    /** A browser may send any language. */
    @Bound("12 MB")
    private final Cache<Spoken, Definition> definitions = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES_OF_DEFINITIONS)
            .weigher((Spoken spoken, Definition definition) -> spoken.locator.weight()
                    + BYTES_OF_A_DEFINITION
                    + definition.prefix.encoded().length
                    + definition.said.stream().mapToInt(Said::weight).sum()
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
     * A key that was asked for.
     *
     * @param facts what it holds beside the model
     * @param version that its last reader's models had
     */
    public record Variant(Locator locator, Facts facts, Version version) {}

    @Bound("4 MB")
    private final Cache<Key, Variant> keys = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            // A template that is given as a string is its own name.
            .weigher((Key key, Variant variant) -> 2 * key.weight() + variant.locator.weight() + BYTES_OF_A_DEFINITION)
            .executor(Runnable::run)
            .build();

    /** Notes a key that was asked for. */
    void asked(Fragment fragment) {
        Variant known = keys.getIfPresent(fragment.key());
        if (known == null || !known.version.equals(fragment.version())) {
            keys.put(
                    fragment.key(),
                    new Variant(fragment.locator(), fragment.facts().withoutObjects(), fragment.version()));
        }
    }

    /** Keys of this fragment that were asked for. */
    public Map<Key, Variant> asked(Locator locator) {
        Map<Key, Variant> found = new LinkedHashMap<>();
        keys.asMap().forEach((key, variant) -> {
            if (variant.locator.equals(locator)) {
                found.put(key, variant);
            }
        });
        return found;
    }

    /** The version with which this key was asked for or rendered last; null where that is not known. */
    public @Nullable Version versionOf(Key key) {
        Variant known = keys.getIfPresent(key);
        return known == null ? null : known.version;
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

    void rendered(Locator locator, Key without, Facts read, Key with, Version version) {
        facts.put(without, read);
        keys.put(with, new Variant(locator, read, version));
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
